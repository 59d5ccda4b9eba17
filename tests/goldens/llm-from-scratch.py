"""Small weights in the form of llm-from-scratch (NumPy), and their logits by a forward pass of our own in float64.

  python3 llm-from-scratch.py

Writes the folder llm-from-scratch: weights.npz, weights-lora.npz, vocab.json, golden.json. The same forward pass gives the logits of
the original weights: ../shared/seeds/llm-from-scratch-golden.json, where that folder lies beside the project.
"""

import json
import numpy as np

V, C, H, L, F, P, T = 11, 16, 4, 2, 24, 40, 12
SCALE = 0.125
rng = np.random.default_rng(15)
weights = {'embedding_matrix': rng.normal(size=(V, C)), 'position_matrix': rng.normal(size=(P, C))}
for l in range(L):
    t = f'transform.{l}'
    weights[f'{t}.W1'], weights[f'{t}.W2'] = rng.normal(size=(C, F)) * 0.4, rng.normal(size=(F, C)) * 0.4
    for n in (1, 2):
        weights[f'{t}.layer_norm{n}.gamma'], weights[f'{t}.layer_norm{n}.beta'] = 1 + 0.2 * rng.normal(size=C), 0.2 * rng.normal(size=C)
    weights[f'{t}.multi_head_attention_block.W_output'] = rng.normal(size=(C, C)) * 0.4
    for h in range(H):
        for part in ('key', 'query', 'value'):
            weights[f'{t}.multi_head_attention_block.heads.{h}.{part}'] = rng.normal(size=(C, C // H)) * 0.4
lora = {}
for l in range(L):
    for h in range(H):
        for part in ('query', 'value'):
            lora[f'transform.{l}.head.{h}.{part}.lora_A'] = rng.normal(size=(C, 3))
            lora[f'transform.{l}.head.{h}.{part}.lora_B'] = rng.normal(size=(3, C // H))


def norm(x, gamma, beta):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * gamma + beta


def forward(ids, changes):
    w = weights
    x = w['embedding_matrix'][ids] + w['position_matrix'][: len(ids)]
    mask = np.triu(np.full((len(ids), len(ids)), -np.inf), 1)
    for l in range(L):
        t = f'transform.{l}'
        heads = []
        for h in range(H):
            there = f'{t}.multi_head_attention_block.heads.{h}'
            q, k, v = (w[f'{there}.{part}'] for part in ('query', 'key', 'value'))
            if changes:
                q, v = (m + SCALE * changes[f'{t}.head.{h}.{part}.lora_A'] @ changes[f'{t}.head.{h}.{part}.lora_B'] for m, part in ((q, 'query'), (v, 'value')))
            scores = (x @ q) @ (x @ k).T / np.sqrt(C // H) + mask
            share = np.exp(scores - scores.max(-1, keepdims=True))
            heads.append(share / share.sum(-1, keepdims=True) @ (x @ v))
        x = norm(x + np.concatenate(heads, -1) @ w[f'{t}.multi_head_attention_block.W_output'], w[f'{t}.layer_norm1.gamma'], w[f'{t}.layer_norm1.beta'])
        x = norm(x + np.maximum(x @ w[f'{t}.W1'], 0) @ w[f'{t}.W2'], w[f'{t}.layer_norm2.gamma'], w[f'{t}.layer_norm2.beta'])
    return x @ w['embedding_matrix'].T


ids = rng.integers(0, V, T)
np.savez_compressed('llm-from-scratch/weights.npz', **weights)
np.savez('llm-from-scratch/weights-lora.npz', **lora)
characters = list('\n abcdeäß—☃')
json.dump({'chars': characters}, open('llm-from-scratch/vocab.json', 'w'))
logits = {'ids': ids.tolist(), 'logits': forward(ids, None).tolist(), 'withLora': forward(ids, lora).tolist()}
json.dump(logits, open('llm-from-scratch/golden.json', 'w'))
