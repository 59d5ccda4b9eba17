"""What all recipes (ops.py, attention.py, baby.py, gpt2.py) draw, write and compute with: how, ops.py says."""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.manual_seed(20240229)


def rounded(x):
    return torch.round(x * 1e4) / 1e4


def draw(*shape, scale=1.0, mean=0.0):
    return rounded(mean + scale * torch.randn(*shape))


def spread(first, last, count):
    return rounded(torch.linspace(first, last, count))


def plain(x):
    """A tensor as the files hold it: its shape, and its numbers row by row."""
    x = x.detach()
    return {'shape': list(x.shape), 'data': [short(v) for v in x.reshape(-1).tolist()]}


def short(value):
    value = float(f'{value:.9g}')
    return int(value) if value == int(value) and abs(value) < 1e9 else value


def ids(*values, shape=(-1,)):
    return torch.tensor(values).reshape(shape)


class Cases:
    """Cases of ops, by name, as the files hold them."""

    def __init__(self):
        self.made = {}

    def add(self, name, ops, forward, inputs=None, options=None, **parameters):
        """Runs `forward(**parameters, **inputs)` -> {'y': …, more outputs} and keeps it with the gradient of Σ upstream·y."""
        inputs = inputs or {}
        leaves = {key: value.clone().requires_grad_() for key, value in parameters.items()}
        outputs = forward(**leaves, **inputs)
        outputs = outputs if isinstance(outputs, dict) else {'y': outputs}
        made = {'ops': ops.split(), **(options or {})}
        made['parameters'] = {key: plain(value) for key, value in parameters.items()}
        made['inputs'] = {key: plain(value) for key, value in inputs.items()}
        if leaves:
            upstream = draw(*outputs['y'].shape)
            outputs['y'].backward(upstream)
            made['upstream'] = plain(upstream)
            made['gradients'] = {key: plain(value.grad) for key, value in leaves.items()}
        made['outputs'] = {key: plain(value) for key, value in outputs.items()}
        self.made[name] = made


def write(name, content):
    """JSON with one line for every tensor or number, so that a change shows where it is."""

    def lines(value, indent):
        if not isinstance(value, dict) or not value or 'data' in value:
            return json.dumps(value, separators=(',', ':'))
        inside = (f'{indent} {json.dumps(key)}: {lines(v, indent + " ")}' for key, v in value.items())
        return '{\n' + ',\n'.join(inside) + f'\n{indent}}}'

    (HERE / name).write_text(lines(content, '') + '\n')


# ── formulas that PyTorch has no function for ────────────────────────────────────────────────────────────────────────────


def decaying_mean(x, decay, before):
    """Memory: y[t] = d·y[t−1] + (1−d)·x[t], d = σ(decay), token by token."""
    d, held, out = torch.sigmoid(decay), before, []
    for t in range(x.shape[1]):
        held = d * held + (1 - d) * x[:, t]
        out.append(held)
    return torch.stack(out, 1), held


def lag_weights(whole, fraction, divisor, lags):
    """What each lag weighs in one window: 1 below `whole`, `fraction` at it, nothing beyond; all over `divisor`."""
    one, zero = torch.ones(()), torch.zeros(())
    return torch.stack([one if lag < whole else fraction if lag == whole else zero for lag in range(lags)]) / divisor


def hear(x, history, weights, mix):
    """y[t] = Σ_k mix_k · Σ_lag weights_k[lag] · x[t−lag], where x goes on into the history and then into silence."""
    length, past = history.shape[1], torch.cat([history, x], 1)
    out = []
    for t in range(x.shape[1]):
        heard = 0
        for k, weight in enumerate(weights):
            for lag in range(min(len(weight), length + t + 1)):
                heard = heard + mix[k] * weight[lag] * past[:, length + t - lag]
        out.append(heard)
    return torch.stack(out, 1)


def real_weights(log_size, largest, lags):
    sizes = torch.exp(log_size).clamp(1, largest)
    return [lag_weights(math.floor(w.item()), w - math.floor(w.item()), w, lags) for w in sizes]


def seed_weights(log_size, fractionality, most, lags):
    """The original's sizes: squashed twice, rounded but for a small share, and the last ⌈size⌉ tokens divided by the size."""
    real = 0.1 + (most - 0.1) * (torch.tanh(1.5 * torch.tanh(log_size / 2)) + 1) / 2
    share = torch.sigmoid(fractionality.clamp(-6, 6))
    sizes = (1 - share) * torch.round(real).clamp(min=1) + share * real
    return [lag_weights(min(max(math.ceil(w.item()), 1), most), torch.zeros(()), w, lags) for w in sizes]


def four_gates(x, limit=math.inf):
    return F.softmax(x.unflatten(-1, (4, x.shape[-1] // 4)).clamp(-limit, limit), -2)


def in_heads(qkv, heads, kv_heads, past=None):
    """(B,T,(H+2G)·D) -> queries, keys, values (B,H,T,D): head h has the keys and values h·G/H; `past` (B,P,2·G·D) stands before them."""
    depth = qkv.shape[-1] // (heads + 2 * kv_heads)
    q, k, v = qkv.split([heads * depth, kv_heads * depth, kv_heads * depth], -1)
    if past is not None:
        k, v = (torch.cat([before, now], 1) for before, now in zip(past.chunk(2, -1), (k, v)))
    q, k, v = (x.unflatten(-1, (-1, depth)).transpose(1, 2) for x in (q, k, v))
    return (q, *(x.repeat_interleave(heads // kv_heads, 1) for x in (k, v)))


def attend(qkv, heads, past=None, kv_heads=None):
    """Causal attention of (B,T,(H+2G)·D), with PyTorch's own softmax over a masked square; `past` is heard by all."""
    q, k, v = in_heads(qkv, heads, kv_heads or heads, past)
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    later = torch.ones(scores.shape[-2:]).triu(1 + k.shape[-2] - q.shape[-2]).bool()
    return (F.softmax(scores.masked_fill(later, -math.inf), -1) @ v).transpose(1, 2).flatten(-2)


def rms_norm(x, gamma, epsilon):
    """RMSNorm (Zhang & Sennrich 2019), as LLaMA has it."""
    return gamma * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon)


def rotary_table(places, depth, theta=10000.0):
    """Of each place D/2 cosines, then D/2 sines, of place·theta^(−2i/D)."""
    angles = torch.outer(torch.arange(places, dtype=torch.float64), theta ** (-torch.arange(0, depth, 2) / depth))
    return torch.cat([angles.cos(), angles.sin()], -1)


def rotate(x, rows):
    """Rotary positions (Su et al. 2021) on x(B,T,heads,D), half against half as in LLaMA's `rotate_half`."""
    cos, sin = (half.repeat(1, 2)[:, None] for half in rows.chunk(2, -1))
    low, high = x.chunk(2, -1)
    return x * cos + torch.cat([-high, low], -1) * sin
