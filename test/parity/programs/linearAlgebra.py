# %% inverses, determinants and systems
import torch
A = torch.tensor([[2., 1.], [1., 3.]], requires_grad=True)
b = torch.tensor([1., 2.])
print(torch.inverse(A), A.inverse(), torch.linalg.inv(A.double()))
print(torch.det(A), A.logdet(), torch.slogdet(A), torch.linalg.slogdet(A))
print(torch.linalg.solve(A, b), torch.linalg.solve(A, torch.ones(3, 2), left=False))
torch.logdet(A).backward()
print(A.grad)
A.grad = None
torch.linalg.solve(A, b).sum().backward()
print(A.grad, torch.linalg.matrix_power(A, 3), torch.linalg.matrix_power(A, -2), A.matrix_power(0))

# %% what is singular or of the wrong kind
import torch
S = torch.tensor([[1., 2.], [2., 4.]])
B = torch.stack([torch.eye(2), S])
for call in (
    lambda: torch.inverse(S),
    lambda: torch.linalg.inv(B),
    lambda: torch.linalg.solve(S, torch.ones(2)),
    lambda: torch.linalg.cholesky(S),
    lambda: torch.linalg.cholesky(B),
    lambda: torch.inverse(torch.ones(2)),
    lambda: torch.det(torch.ones(3, 2)),
    lambda: torch.linalg.inv(torch.ones(2, 2).long()),
    lambda: torch.linalg.inv(torch.ones(2, 2).half()),
    lambda: torch.linalg.eigh(torch.ones(2, 3)),
    lambda: torch.linalg.svd(torch.ones(2)),
    lambda: torch.linalg.norm(S, 3),
    lambda: torch.linalg.norm(S, 'x'),
    lambda: torch.linalg.multi_dot([S]),
):
    try:
        print(call())
    except torch.linalg.LinAlgError as error:
        print(type(error), isinstance(error, RuntimeError), error)
    except Exception as error:
        print(type(error).__name__, error)
print(torch.det(S), torch.linalg.slogdet(S), torch.linalg.matrix_rank(S))
torch.linalg.inv(S)

# %% factors and their signs
import torch
torch.manual_seed(0)
X = torch.randn(6, 4)
print(torch.linalg.qr(X))
print(torch.linalg.svd(X, full_matrices=False))
C = X.T @ X
print(torch.linalg.eigh(C), torch.linalg.eigvalsh(C), torch.linalg.cholesky(C))
U, S, Vh = torch.linalg.svd(torch.randn(3, 5))
print(U, S, Vh)
values, vectors = torch.linalg.eigh(torch.tensor([[2., 1., 0.5], [1., 3., -1.], [0.5, -1., 1.]]))
print(values, vectors, torch.linalg.pinv(X), torch.linalg.cond(X), torch.linalg.matrix_rank(X))

# %% norms of matrices
import torch
A = torch.tensor([[1., -2., 3.], [-4., 5., 6.]])
for order in ('fro', 'nuc', 2, -2, 1, -1, float('inf')):
    print(order, torch.linalg.matrix_norm(A, order), torch.linalg.norm(A, order))
print(torch.norm(A, 'nuc'), torch.linalg.matrix_norm(torch.ones(2, 3, 4), 2, dim=(0, 2), keepdim=True))

# %% gradients through factors
import torch
torch.set_printoptions(precision=2, sci_mode=False)
A = torch.tensor([[2., 1., 0.5], [1., 3., -1.], [0.5, -1., 4.]], requires_grad=True)
for call in (
    torch.linalg.det, torch.linalg.inv, torch.linalg.svdvals, torch.linalg.eigvalsh, torch.linalg.pinv,
    lambda x: torch.linalg.cholesky(x).sum(1), lambda x: torch.matrix_exp(x / 8), lambda x: torch.linalg.qr(x)[1],
):
    out = call(A)
    print(torch.autograd.grad(out.pow(2).sum(), A)[0])

# %% orthogonal initialisation
import torch
from torch import nn
torch.manual_seed(0)
print(nn.init.orthogonal_(torch.empty(3, 5)), nn.init.orthogonal_(torch.empty(5, 3), gain=2.))
print(nn.init.orthogonal_(torch.empty(4, 2, 3)).shape)
layer = nn.GRU(3, 2)
nn.init.orthogonal_(layer.weight_hh_l0)
print(layer.weight_hh_l0)

# %% systems by their factors
import torch

A = torch.tensor([[1., 2., 3.], [4., 5., 6.], [7., 8., 10.]])
B = torch.tensor([[1., 0.], [2., 1.], [3., -1.]])
print(torch.linalg.inv(A))
print(torch.linalg.solve(A, B))
print(torch.linalg.solve(A, B[:, 0]))
print(torch.linalg.solve(A, B.T, left=False))
print(torch.linalg.det(A), torch.linalg.slogdet(A), torch.logdet(A @ A.T))
print(torch.linalg.inv_ex(A))
print(torch.linalg.solve_ex(A, B))
print(torch.linalg.lu(A))
LU, pivots = torch.linalg.lu_factor(A)
print(LU, pivots)
P, L, U = torch.lu_unpack(LU, pivots)
print(P @ L @ U)
print(torch.lu_unpack(LU, pivots, unpack_data=False))
print(torch.linalg.lu_solve(LU, pivots, B))
print(torch.linalg.lu_factor_ex(torch.ones(2, 2)))
print(torch.linalg.cholesky_ex(torch.tensor([[1., 2.], [2., 3.]])))
print(torch.linalg.solve_triangular(A, B, upper=True))
print(torch.cholesky_inverse(torch.tensor([[2., 0.], [1., 3.]])))
print(torch.linalg.tensorinv((torch.eye(4) * 2).reshape(2, 2, 4)).shape)
print(torch.linalg.tensorsolve((torch.eye(4) * 2).reshape(2, 2, 4), torch.ones(2, 2)))
print(torch.linalg.vander(torch.tensor([2., 3.]), N=3), torch.linalg.diagonal(A), torch.linalg.matmul(A, B))
X = A.clone().requires_grad_()
for value in [*torch.linalg.lu(X), *torch.linalg.lu_factor(X), *torch.linalg.inv_ex(X), *torch.linalg.lu_factor_ex(X)]:
    print(value.requires_grad, value.grad_fn and value.grad_fn.name())
(torch.linalg.lu(X).U.sum() + torch.linalg.lu(X).L.pow(2).sum()).backward()
print(X.grad)
for bad in [lambda: torch.linalg.lu(A, pivot=False), lambda: torch.linalg.lu_factor(torch.ones(2, 2)), lambda: torch.linalg.inv_ex(torch.ones(2, 2), check_errors=True), lambda: torch.linalg.lu_solve(LU, pivots.long(), B)]:
    try:
        print(bad())
    except RuntimeError as error:
        print(type(error).__name__, error)
