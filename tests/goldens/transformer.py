"""The recipe of transformer.json: tiny transformers of several kinds in PyTorch: logits, losses and every gradient. How to run it, ops.py says.

`gpt2` has a recipe of its own (gpt2.py). Written after LLaMA's published model (rms, SwiGLU, rotate_half, grouped keys and values), after
Vaswani et al. 2017 (post-norm, waves) and Katharopoulos et al. 2020 (linear attention), with the colour that all of our minds feel and foresee.
"""

import math

import torch
import torch.nn.functional as F

from formulas import attend, draw, plain, rms_norm, rotary_table, rotate, rounded, write

V, C, T, B, BLOCKS, HEADS, WIDTH = 9, 8, 6, 2, 2, 2, 6
SIZES = {'vocabulary': V, 'channels': C, 'feedForwardWidth': WIDTH, 'blocks': BLOCKS, 'heads': HEADS, 'contextLength': T, 'batch': B}
GPT2 = {'attention': 'flash', 'norm': 'layer', 'feedForward': 'gelu', 'positions': 'learned', 'residual': 'pre', 'tied': True, 'bias': False,
        'normBias': False, 'qkNorm': False, 'ropeTheta': 10000, 'ropeScale': 1, 'epsilon': '1e-5', 'kvHeads': HEADS}
CASES = {
    'llama': {'norm': 'rms', 'feedForward': 'swiglu', 'positions': 'rope', 'kvHeads': 1},
    'llama, normed queries and keys, longer chunks, two tables': {
        'norm': 'rms', 'feedForward': 'swiglu', 'positions': 'rope', 'qkNorm': True, 'ropeScale': 4, 'epsilon': '1e-6', 'tied': False},
    'llm-from-scratch': {'feedForward': 'relu', 'residual': 'post', 'normBias': True},
    'cleanai': {'feedForward': 'relu', 'positions': 'sinusoidal', 'tied': False, 'bias': True, 'normBias': True},
    'linear attention': {'attention': 'linear', 'positions': 'sinusoidal', 'feedForward': 'swiglu', 'tied': False},
    'gpt2 as OpenAI has it': {'feedForward': 'gelu-tanh', 'bias': True, 'normBias': True},
    'standard attention without positions': {'attention': 'standard', 'norm': 'rms', 'residual': 'post', 'positions': 'none', 'bias': True},
}
torch.manual_seed(23)


def parameters(parts):
    depth, kv = C // HEADS, parts['kvHeads']
    P = {'tokens': draw(V, C, scale=0.5)}
    matrix = lambda name, rows, cols, bias=parts['bias']: {
        name + '.weight': draw(rows, cols, scale=0.5), **({name + '.bias': draw(rows, scale=0.3)} if bias else {})}
    norm = lambda name: {name + '.weight': draw(C, scale=0.3, mean=1), **({name + '.bias': draw(C, scale=0.3)} if parts['normBias'] else {})}
    if parts['positions'] == 'learned':
        P['places'] = draw(T, C, scale=0.5)
    P['embed.colour'] = draw(C, 3, scale=0.5)
    for block in (f'block{i}.' for i in range(BLOCKS)):
        P |= norm(block + 'hear') | matrix(block + 'attention.in', (HEADS + 2 * kv) * depth, C) | matrix(block + 'attention.out', C, C)
        if parts['qkNorm']:
            P |= {block + 'attention.queries.weight': draw(depth, mean=1), block + 'attention.keys.weight': draw(depth, mean=1)}
        P |= norm(block + 'think') | matrix(block + 'neurons.in', WIDTH, C) | matrix(block + 'neurons.out', C, WIDTH)
        if parts['feedForward'] == 'swiglu':
            P |= matrix(block + 'neurons.gate', WIDTH, C)
    if parts['residual'] == 'pre':
        P |= norm('norm')
    if not parts['tied']:
        P['output'] = draw(V, C, scale=0.5)
    return P | matrix('colour.in', C, C, True) | matrix('colour.out', 3, C, True)


def waves():
    angles = torch.outer(torch.arange(T, dtype=torch.float64), 10000.0 ** (-torch.arange(0, C, 2) / C))
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(-2)


def faded(qkv):
    """Linear attention from an empty state: each token counts γ^lag·φ(q)·φ(k), φ = elu + 1, with a γ for each head."""
    q, k, v = (x.unflatten(-1, (HEADS, -1)).transpose(1, 2) for x in qkv.chunk(3, -1))
    gamma = torch.tensor([1 - 1 / 32, 1 - 1 / 4096])[:, None, None]
    lags = torch.arange(T)[:, None] - torch.arange(T)
    shares = (F.elu(q) + 1) @ (F.elu(k) + 1).transpose(-2, -1) * torch.where(lags >= 0, gamma**lags, torch.zeros(()))
    return (shares @ v / (shares.sum(-1, keepdim=True) + 1e-6)).transpose(1, 2).flatten(-2)


def model(p, parts, ids, felt):
    """(logits, colour expected next)"""
    depth, kv, epsilon = C // HEADS, parts['kvHeads'], float(parts['epsilon'])
    linear = lambda name, x: F.linear(x, p[name + '.weight'], p.get(name + '.bias'))

    def norm(name, x):
        if parts['norm'] == 'rms':
            return rms_norm(x, p[name + '.weight'], epsilon)
        return F.layer_norm(x, (C,), p[name + '.weight'], p.get(name + '.bias'))

    def prepared(block, x, heads, name):
        x = x.unflatten(-1, (heads, depth))
        if parts['qkNorm']:
            x = rms_norm(x, p[f'{block}attention.{name}.weight'], epsilon)
        if parts['positions'] == 'rope':
            theta = parts['ropeTheta'] * parts['ropeScale'] ** (depth / (depth - 2))
            x = rotate(x, rotary_table(T, depth, theta))
        return x

    def attention(block, x):
        q, k, v = linear(block + 'attention.in', x).split([HEADS * depth, kv * depth, kv * depth], -1)
        q, k = prepared(block, q, HEADS, 'queries'), prepared(block, k, kv, 'keys')
        k, v = (y.repeat_interleave(HEADS // kv, 2).flatten(-2) for y in (k, v.unflatten(-1, (kv, depth))))
        qkv = torch.cat([q.flatten(-2), k, v], -1)
        return linear(block + 'attention.out', faded(qkv) if parts['attention'] == 'linear' else attend(qkv, HEADS))

    def neurons(block, x):
        up = linear(block + 'neurons.in', x)
        if parts['feedForward'] == 'swiglu':
            return linear(block + 'neurons.out', F.silu(linear(block + 'neurons.gate', x)) * up)
        active = F.relu(up) if parts['feedForward'] == 'relu' else F.gelu(up, approximate='tanh' if parts['feedForward'] == 'gelu-tanh' else 'none')
        return linear(block + 'neurons.out', active)

    x = F.embedding(ids, p['tokens'])
    if parts['positions'] == 'sinusoidal':
        x = x * math.sqrt(C) + waves()
    x = x + F.linear(felt, p['embed.colour'])[:, None]
    if parts['positions'] == 'learned':
        x = x + p['places']
    for block in (f'block{i}.' for i in range(BLOCKS)):
        for name, layer in (('hear', attention), ('think', neurons)):
            if parts['residual'] == 'pre':
                x = x + layer(block, norm(block + name, x))
            else:
                x = norm(block + name, x + layer(block, x))
    spoken = norm('norm', x) if parts['residual'] == 'pre' else x
    return spoken @ p['tokens' if parts['tied'] else 'output'].T, torch.sigmoid(
        linear('colour.out', F.gelu(linear('colour.in', spoken[:, -1]))))


def case(parts):
    parts = GPT2 | parts
    P = parameters(parts)
    chunk = {'ids': torch.randint(V, (B, T)), 'targets': torch.randint(V, (B * T,)),
             'colour': rounded(torch.rand(B, 3)), 'nextColour': rounded(torch.rand(B, 3))}
    weights = rounded(torch.rand(B * T))
    colour_weights = rounded(torch.rand(B, 3))
    p = {name: value.clone().requires_grad_() for name, value in P.items()}
    logits, colour = model(p, parts, chunk['ids'], chunk['colour'])
    losses = F.cross_entropy(logits.flatten(0, 1), chunk['targets'], reduction='none')
    ((weights * losses).sum() + (colour_weights * (colour - chunk['nextColour']) ** 2).sum()).backward()
    return {
        'sizes': SIZES | parts,
        'parameters': {key: plain(value) for key, value in P.items()},
        'inputs': {key: plain(value) for key, value in (chunk | {'weights': weights, 'colourWeights': colour_weights}).items()},
        'logits': plain(logits),
        'outputs': {'losses': plain(losses), 'best': plain(logits.argmax(-1)), 'colour': plain(colour)},
        'gradients': {key: plain(value.grad) for key, value in p.items()},
    }


write('transformer.json', {'about': 'Made by transformer.py, which says how.', 'cases': {name: case(parts) for name, parts in CASES.items()}})
