"""The recipe of optimizers.json: what PyTorch's optimizers make of the same gradients. How to run it, ops.py says.

Adam, SGD and Nesterov's momentum are PyTorch's own. Decay is decoupled in ours, as in AdamW: for plain SGD PyTorch's is the same, for
momentum it is taken off by hand. PyTorch 1.13 has no Muon: it is written here from Jordan's description (2024,
https://kellerjordan.github.io/posts/muon), on matrices of more rows than columns by their transpose, as there; its scale is that of
Liu et al. (2025, https://arxiv.org/abs/2502.16982). Clipping by units is written from Brock et al. (2021, equation 3).
"""

import math

import torch

from formulas import draw, plain, write

torch.manual_seed(15)
STEPS, RATE, DECAY, BETAS, CLIP, ACCUMULATION = 4, 0.03, 0.1, (0.9, 0.99), 3.1, 2
# hidden matrices, wide and tall and square; a table at the edge; a vector, which does not decay
SHAPES = {'wide': (5, 19), 'tall': (18, 4), 'square': (7, 7), 'table': (6, 5), 'gain': (9,)}
DECAYED = ['wide', 'tall', 'square', 'table']
HIDDEN = ['wide', 'tall', 'square']
START = {name: draw(*shape, scale=0.5) for name, shape in SHAPES.items()}
# as they lie in memory behind two micro-steps: sums
GRADIENTS = [{name: draw(*shape, scale=0.4) for name, shape in SHAPES.items()} for _ in range(STEPS)]


def groups(p):
    return [
        {'params': [p[name] for name in DECAYED], 'weight_decay': DECAY},
        {'params': [p[name] for name in p if name not in DECAYED], 'weight_decay': 0},
    ]


def orthogonal(g):
    x = g.T if g.shape[0] > g.shape[1] else g
    x = x / x.norm().clamp(min=1e-7)  # Jordan's adds 1e-7 instead
    for _ in range(5):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.T if g.shape[0] > g.shape[1] else x


class Muon:
    """On the hidden matrices; AdamW on the rest."""

    def __init__(self, p):
        self.matrices = [p[name] for name in HIDDEN]
        self.means = [torch.zeros_like(w) for w in self.matrices]
        rest = {name: p[name] for name in p if name not in HIDDEN}
        decayed = [rest[name] for name in rest if name in DECAYED]
        others = [rest[name] for name in rest if name not in DECAYED]
        self.rest = torch.optim.AdamW(
            [{'params': decayed, 'weight_decay': DECAY}, {'params': others, 'weight_decay': 0}], lr=RATE, betas=BETAS)

    def step(self):
        for w, mean in zip(self.matrices, self.means):
            mean.lerp_(w.grad, 1 - 0.95)
            update = w.grad.lerp(mean, 0.95)
            w.mul_(1 - RATE * DECAY).sub_(RATE * 0.2 * math.sqrt(max(w.shape)) * orthogonal(update))
        self.rest.step()


class Momentum(torch.optim.SGD):
    def __init__(self, p):
        super().__init__(p.values(), lr=RATE, momentum=BETAS[0], nesterov=True)
        self.decayed = [p[name] for name in DECAYED]

    def step(self):
        shrunk = [RATE * DECAY * w for w in self.decayed]
        super().step()
        for w, by in zip(self.decayed, shrunk):
            w.sub_(by)


MAKE = {
    'adamw': lambda p: torch.optim.AdamW(groups(p), lr=RATE, betas=BETAS),
    'adam': lambda p: torch.optim.Adam(p.values(), lr=RATE, betas=BETAS),
    'sgd': lambda p: torch.optim.SGD(groups(p), lr=RATE),
    'momentum': Momentum,
    'muon': Muon,
}


def clip_norm(p):
    norm = torch.stack([(w.grad**2).sum() for w in p.values()]).sum().sqrt()
    for w in p.values():
        w.grad *= min(1, CLIP / norm.item())
    return norm


def clip_units(p, ratio):
    """All but the table, which stands at the edge. @returns how many units were clipped"""
    clipped = 0
    for name, w in p.items():
        if name == 'table':
            continue
        rows, grads = (w, w.grad) if w.dim() > 1 else (w[None], w.grad[None])
        for row, grad in zip(rows, grads):
            most, norm = ratio * max(row.norm().item(), 1e-3), grad.norm().item()
            if norm > most:
                grad *= most / norm
                clipped += 1
    return clipped


def run(make, clip):
    p = {name: value.clone() for name, value in START.items()}
    optimizer = make(p)
    results = []
    for gradients in GRADIENTS:
        for name, w in p.items():
            w.grad = gradients[name] / ACCUMULATION
        results.append(clip(p))
        optimizer.step()
    return {name: plain(w) for name, w in p.items()}, results


made = {}
for name, make in MAKE.items():
    made[name], norms = run(make, clip_norm)
assert min(norms) < CLIP < max(norms), f'the clip should bite in some steps only: {norms}'
RATIO = 0.55
agc, counts = run(MAKE['sgd'], lambda p: clip_units(p, RATIO))
assert all(3 < count < 28 for count in counts), f'some units should be clipped, and some not: {counts}'

write('optimizers.json', {
    'about': 'Made by optimizers.py, which says how.',
    'settings': {'beta1': BETAS[0], 'beta2': BETAS[1], 'weightDecay': DECAY, 'clip': CLIP, 'accumulation': ACCUMULATION},
    'rate': RATE, 'agcRatio': RATIO, 'shapes': {name: list(shape) for name, shape in SHAPES.items()}, 'hidden': HIDDEN,
    'start': {name: plain(value) for name, value in START.items()},
    'gradients': {str(i): {name: plain(value) for name, value in step.items()} for i, step in enumerate(GRADIENTS)},
    'norms': plain(torch.tensor([norm.item() for norm in norms])),
    **{f'after {name}': result for name, result in made.items()},
    'after agc': agc,
})
