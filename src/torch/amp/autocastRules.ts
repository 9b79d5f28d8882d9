// Which operations autocast casts the inputs of on the CPU, as test/parity programs and at::autocast say. Data.

/**
 * `lower`: to the type of autocast. `full`: to float32. `widest`: to float32 where one of them is that, else to the type of
 * autocast. `inside`: the factors of products of matrices that it computes on its way are cast, not its inputs; `insideNoDot`:
 * but for products that are one number, which ATen leaves to `dot`. `unclear`: its steps are not ATen's.
 */
export type AutocastRule = 'lower' | 'full' | 'widest' | 'inside' | 'insideNoDot' | 'unclear';

/** By the canonical name, `F.` for torch.nn.functional and `linalg.` for torch.linalg. */
const rows: Readonly<Record<AutocastRule, string>> = {
  lower: `matmul mm bmm addmm addbmm baddbmm linalg.vecdot linalg.multi_dot F.linear F.prelu F.conv1d F.conv2d
    F.conv3d F.conv_transpose1d F.conv_transpose2d F.conv_transpose3d F.scaled_dot_product_attention`,
  full: `prod quantile nanquantile trace cdist inverse pinverse cholesky cholesky_inverse cholesky_solve lu_solve qr svd
    linalg.cholesky linalg.cholesky_ex linalg.cond linalg.eigh linalg.eigvalsh linalg.inv linalg.inv_ex linalg.lstsq
    linalg.matrix_rank linalg.qr linalg.solve linalg.svd linalg.svdvals linalg.tensorinv linalg.tensorsolve
    binary_cross_entropy_with_logits cosine_embedding_loss hinge_embedding_loss kl_div margin_ranking_loss poisson_nll_loss
    triplet_margin_loss F.binary_cross_entropy F.binary_cross_entropy_with_logits F.cosine_embedding_loss F.cross_entropy
    F.ctc_loss F.hinge_embedding_loss F.huber_loss F.kl_div F.l1_loss F.margin_ranking_loss F.mse_loss F.multi_margin_loss
    F.multilabel_margin_loss F.nll_loss F.poisson_nll_loss F.smooth_l1_loss F.soft_margin_loss F.triplet_margin_loss
    F.adaptive_avg_pool3d F.adaptive_max_pool3d F.adaptive_max_pool3d_with_indices F.avg_pool3d F.max_pool3d
    max_pool3d F.max_pool3d_with_indices F.max_unpool1d F.max_unpool2d F.max_unpool3d F.grid_sample`,
  widest: 'cat stack index_copy',
  inside: 'einsum F.affine_grid cov corrcoef',
  insideNoDot: 'inner tensordot',
  unclear: 'linalg.pinv linalg.matrix_power F.bilinear',
};

const full = (name: string): string => `torch.${name.startsWith('F.') ? `nn.functional.${name.slice(2)}` : name}`;

const byName = new Map<string, AutocastRule>(
  Object.entries(rows).flatMap(([rule, names]) =>
    names.split(/\s+/).map((name) => [full(name), rule as AutocastRule] as const),
  ),
);

/** The rule of an operation; undefined: its inputs stay as they are. */
export const autocastRule = (name: string): AutocastRule | undefined => byName.get(name);

/** The operations that have a rule. */
export const autocastNames = (): readonly string[] => [...byName.keys()];
