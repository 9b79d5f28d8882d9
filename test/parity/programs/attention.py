# %% heads: parameters, repr, values, weights
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(0)
x = torch.randn(3, 2, 4)
y = torch.randn(5, 2, 4)
m = nn.MultiheadAttention(4, 2)
print(m, [(name, tuple(p.shape)) for name, p in m.named_parameters()], list(m.state_dict()))
print(m.in_proj_weight, m.out_proj.weight, isinstance(m.out_proj, nn.Linear))
print(m(x, x, x))
print(m(x, y, y))
print(m(x, y, y + 1, average_attn_weights=False))
print(m(x, x, x, need_weights=False))
print(m(x[:, 0], x[:, 0], x[:, 0]))
print(m(x[:, 0], y[:, 0], y[:, 0], need_weights=False)[0])
first = nn.MultiheadAttention(4, 2, batch_first=True, bias=False)
print(first, list(first.state_dict()))
print(first(x, x, x))
other = nn.MultiheadAttention(4, 2, kdim=3, vdim=5)
print(other, [(name, tuple(p.shape)) for name, p in other.named_parameters()])
print(other(x, torch.randn(6, 2, 3), torch.randn(6, 2, 5)))
wide = nn.MultiheadAttention(4, 1, add_bias_kv=True, add_zero_attn=True)
print([(name, tuple(p.shape)) for name, p in wide.named_parameters()])
print(wide(x, x, x))
print(torch.rand(2), m.embed_dim, m.num_heads, m.head_dim)

# %% masks
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(1)
x = torch.randn(2, 4, 6)
m = nn.MultiheadAttention(6, 2, batch_first=True)
causal = torch.triu(torch.ones(4, 4, dtype=torch.bool), diagonal=1)
padding = torch.tensor([[False, False, False, True], [False, False, True, True]])
print(m(x, x, x, attn_mask=causal))
print(m(x, x, x, key_padding_mask=padding))
print(m(x, x, x, key_padding_mask=padding, attn_mask=causal, need_weights=False))
numbers = nn.Transformer.generate_square_subsequent_mask(4)
print(numbers)
print(m(x, x, x, attn_mask=numbers, need_weights=False, is_causal=True))
print(m(x, x, x, key_padding_mask=padding, attn_mask=numbers)[0])
print(m(x, x, x, attn_mask=torch.zeros(4, 4, 4), average_attn_weights=False)[1].shape)

# %% gradients and dropout of heads
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(2)
x = torch.randn(2, 3, 4, requires_grad=True)
for needs in (True, False):
    m = nn.MultiheadAttention(4, 2, batch_first=True)
    m(x, x, x, need_weights=needs)[0].pow(2).sum().backward()
    print(x.grad)
    print(m.in_proj_weight.grad, m.in_proj_bias.grad[:4], m.in_proj_bias.grad[8:], m.out_proj.weight.grad)
m = nn.MultiheadAttention(4, 2, dropout=0.5)
print(m(x, x, x))
print(m(x, x, x, need_weights=False)[0])
print(torch.rand(1))

# %% layers of an encoder and a decoder
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(3)
x = torch.randn(3, 2, 4)
memory = torch.randn(5, 2, 4)
for options in ({}, {"norm_first": True}, {"activation": "gelu"}, {"bias": False}, {"dropout": 0.0, "layer_norm_eps": 0.1}):
    layer = nn.TransformerEncoderLayer(4, 2, 8, **options)
    print(layer, list(layer.state_dict()))
    print(layer(x))
    print(layer.eval()(x))
    layer = nn.TransformerDecoderLayer(4, 2, 8, **options)
    print(layer, list(layer.state_dict()))
    print(layer(x, memory))
    print(layer.eval()(x, memory, tgt_mask=nn.Transformer.generate_square_subsequent_mask(3)))
print(nn.TransformerEncoderLayer(4, 2, 8, activation=nn.ReLU()))
print(torch.rand(1))

# %% stacks of layers
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(4)
x = torch.randn(2, 4, 4)
padding = torch.tensor([[False, False, False, True], [False, False, True, True]])
layer = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
encoder = nn.TransformerEncoder(layer, 2)
print(encoder, len(list(encoder.parameters())))
print(encoder(x))
print(encoder(x, src_key_padding_mask=padding))
encoder.eval()
print(encoder(x, src_key_padding_mask=padding))
with torch.no_grad():
    print(encoder(x))
    print(encoder(x, mask=nn.Transformer.generate_square_subsequent_mask(4)))
    print(encoder(x, src_key_padding_mask=padding.flip(1)))
decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 8, batch_first=True), 2, nn.LayerNorm(4))
print(decoder)
print(decoder(x, x + 1, memory_key_padding_mask=padding))
print(nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 1, 8), 1))

# %% a transformer
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(5)
model = nn.Transformer(d_model=4, nhead=2, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=8, dropout=0.1, batch_first=True)
print(model)
print(list(model.state_dict()))
print(model.encoder.layers[0].linear1.weight, model.decoder.layers[0].multihead_attn.in_proj_weight)
src = torch.randn(2, 3, 4)
tgt = torch.randn(2, 5, 4)
out = model(src, tgt, tgt_mask=model.generate_square_subsequent_mask(5))
print(out)
(out[..., 0] ** 3).sum().backward()
print(model.encoder.layers[0].linear1.weight.grad)
model.eval()
print(model(src, tgt))
print(model(src[0], tgt[0]).shape)
print(torch.rand(1))

# %% a model of words that learns
import math

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(6)


class Words(nn.Module):
    def __init__(self, vocabulary, width, heads):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        layer = nn.TransformerEncoderLayer(width, heads, 16, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=1)
        self.fc = nn.Linear(width, vocabulary)
        self.width = width
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.2)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.size(1))
        x = self.embedding(x) * math.sqrt(self.width)
        return self.fc(self.encoder(x, mask=mask, is_causal=True))


model = Words(8, 4, 2)
tokens = torch.randint(0, 8, (3, 6))
optimizer = torch.optim.AdamW(model.parameters(), lr=0.05)
for step in range(4):
    optimizer.zero_grad()
    logits = model(tokens[:, :-1])
    loss = F.cross_entropy(logits.reshape(-1, 8), tokens[:, 1:].reshape(-1))
    loss.backward()
    optimizer.step()
    print(step, round(loss.item(), 3))

# %% what is refused of attention
import torch
from torch import nn


def tried(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


x = torch.ones(3, 2, 4)
m = nn.MultiheadAttention(4, 2)
tried(lambda: nn.MultiheadAttention(5, 2))
tried(lambda: nn.MultiheadAttention(0, 2))
tried(lambda: nn.MultiheadAttention(4))
tried(lambda: m(x))
tried(lambda: m(x, x, x[:2]))
tried(lambda: m(x, x[0], x[0]))
tried(lambda: m(x[0, 0], x, x))
tried(lambda: m(x[..., :3], x, x))
tried(lambda: m(x, x, x, attn_mask=torch.zeros(2, 2)))
tried(lambda: m(x, x, x, attn_mask=torch.zeros(5, 3, 3)))
tried(lambda: m(x, x, x, attn_mask=torch.zeros(3)))
tried(lambda: m(x, x, x, attn_mask=torch.zeros(3, 3, dtype=torch.long)))
tried(lambda: m(x, x, x, key_padding_mask=torch.zeros(3)))
tried(lambda: m(x, x, x, key_padding_mask=torch.zeros(3, 3)))
tried(lambda: m(x, x, x, key_padding_mask=torch.zeros(2, 4)))
tried(lambda: m(x, x, x, is_causal=True))
tried(lambda: m([1], x, x))
tried(lambda: nn.TransformerEncoderLayer(4, 2, activation="tanh"))
tried(lambda: nn.Transformer(4, 2, 1, 1, 8)(x, x[..., :3]))
tried(lambda: nn.Transformer(4, 2, 1, 1, 8, batch_first=True)(x, x[:2]))
# %% attention that drops weights, and heads that share keys
import torch, torch.nn.functional as F
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e)[:300])
torch.manual_seed(0)
q = torch.randn(1,4,3,2); k = torch.randn(1,2,3,2); v = torch.randn(1,2,3,2)
t(lambda: F.scaled_dot_product_attention(q,k,v,enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q,k,v,enable_gqa=True,is_causal=True))
t(lambda: F.scaled_dot_product_attention(q,k,v))
t(lambda: F.scaled_dot_product_attention(q,q[:, :3],q[:, :3],enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q,q,q,enable_gqa=True).shape)
t(lambda: F.scaled_dot_product_attention(q[0],k[0],v[0],enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q[0,0],k[0,0],v[0,0],enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q,k,v[:, :1],enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q,q[:, :1],v[:, :1],enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q,k,v,dropout_p=0.5,enable_gqa=True))
t(lambda: F.scaled_dot_product_attention(q,q,q,dropout_p=0.5))
t(lambda: F.scaled_dot_product_attention(q,q,q,dropout_p=0.5,is_causal=True))
t(lambda: F.scaled_dot_product_attention(q,q,q,attn_mask=torch.tensor([[True,False,True]]*3),dropout_p=0.25))
t(lambda: F.scaled_dot_product_attention(q,q,q,attn_mask=torch.tensor([[0.,1,-1]]*3),dropout_p=0.25, scale=0.3))
t(lambda: F.scaled_dot_product_attention(q,q,q,dropout_p=1.0))
t(lambda: F.scaled_dot_product_attention(q,q,q,dropout_p=1.5))
t(lambda: F.scaled_dot_product_attention(q,q,q,dropout_p=-0.5))
t(lambda: F.scaled_dot_product_attention(q,q,q,attn_mask=torch.ones(3,3,dtype=torch.bool),is_causal=True))
t(lambda: F.scaled_dot_product_attention(q,q,q,attn_mask=torch.ones(3,3).long()))
q.requires_grad_()
t(lambda: F.scaled_dot_product_attention(q,q,q,dropout_p=0.5))
t(lambda: F.scaled_dot_product_attention(q,q,q))
t(lambda: F.scaled_dot_product_attention(q[0],q[0],q[0],dropout_p=0.5))
t(lambda: F.scaled_dot_product_attention(q,k,v,enable_gqa=True))
print(torch.rand(2))
t(lambda: F.scaled_dot_product_attention(q,q,q,attn_mask=torch.ones(3,3,dtype=torch.bool),is_causal=True,dropout_p=0.5))
t(lambda: F.scaled_dot_product_attention(q,q,q,attn_mask=torch.tensor([[True,False,True],[False,False,False],[True]*3]),dropout_p=0.25))
q2 = torch.randn(2,4,3,2, requires_grad=True)
y = F.scaled_dot_product_attention(q2, q2*2, q2+1, dropout_p=0.3, scale=-0.7)
y.sum().backward(); print(y, q2.grad)
t(lambda: F.scaled_dot_product_attention(q,q[:,:3],q[:,:3],enable_gqa=True,dropout_p=.5))
t(lambda: F.scaled_dot_product_attention(q,q[:,:3],q[:,:3],dropout_p=.5))
import math
class A(torch.nn.Module):
    def __init__(s):
        super().__init__(); s.p = 0.2
    def forward(s, x): return F.scaled_dot_product_attention(x, x, x, attn_mask=None, dropout_p=s.p if s.training else 0, is_causal=True)
a = A(); print(a(q2)[0,0], a.eval()(q2)[0,0])
print(F.scaled_dot_product_attention(q2.half(), q2.half(), q2.half(), dropout_p=0.5)[0,0])
for p in (1.5, 2, -1, -0.25):
    t(lambda: torch.dropout(torch.ones(2), p, True))
    t(lambda: torch.dropout(torch.ones(2), p, False))
