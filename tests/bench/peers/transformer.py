"""Steps of learning of a GPT-2 or a LLaMA in PyTorch, on random ids: forward, backward, clipping, AdamW.

usage: python3 transformer.py <JSON of sizes> <steps> <threads>
prints JSON: milliseconds per step (median, after one), parameters, and the most memory that the process took, in bytes
"""
import json
import math
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SIZES = json.loads(sys.argv[1])
STEPS, THREADS = int(sys.argv[2]), int(sys.argv[3])
LLAMA = SIZES["norm"] == "rms"
C, HEADS, GROUPS, WIDTH = (SIZES[key] for key in ("channels", "heads", "kvHeads", "feedForwardWidth"))
TIME, DEPTH = SIZES["contextLength"], C // HEADS
torch.set_num_threads(THREADS)
torch.manual_seed(1)


class RmsNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(C))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(C))

    def forward(self, x):
        return F.layer_norm(x, (C,), self.weight)


def turned(x, cos, sin):
    low, high = x.chunk(2, -1)
    return x * cos + torch.cat([-high, low], -1) * sin


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=False)
        self.hear, self.think = (RmsNorm() if LLAMA else Norm() for _ in range(2))
        self.qkv, self.out = linear(C, (HEADS + 2 * GROUPS) * DEPTH), linear(C, C)
        self.up, self.down = linear(C, WIDTH), linear(WIDTH, C)
        self.gate = linear(C, WIDTH) if LLAMA else None

    def forward(self, x, cos, sin, future):
        b, t, c = x.shape
        q, k, v = self.qkv(self.hear(x)).split([C, GROUPS * DEPTH, GROUPS * DEPTH], -1)
        q, k, v = (y.view(b, t, -1, DEPTH).transpose(1, 2) for y in (q, k, v))
        if LLAMA:
            q, k = turned(q, cos, sin), turned(k, cos, sin)
        if GROUPS < HEADS:
            k, v = (y.repeat_interleave(HEADS // GROUPS, 1) for y in (k, v))
        p = F.softmax((q @ k.transpose(-2, -1) / math.sqrt(DEPTH)).masked_fill(future, -math.inf), -1)
        x = x + self.out((p @ v).transpose(1, 2).reshape(b, t, c))
        u = self.think(x)
        return x + self.down(F.silu(self.gate(u)) * self.up(u) if LLAMA else F.gelu(self.up(u)))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(SIZES["vocabulary"], C)
        self.places = None if LLAMA else nn.Embedding(TIME, C)
        self.blocks, self.norm = nn.ModuleList(Block() for _ in range(SIZES["blocks"])), RmsNorm() if LLAMA else Norm()
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, 0, 0.02)
        angles = torch.outer(torch.arange(TIME), 10000.0 ** (-torch.arange(0, DEPTH, 2) / DEPTH)).repeat(1, 2)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())
        self.register_buffer("future", torch.triu(torch.ones(TIME, TIME, dtype=torch.bool), 1))

    def forward(self, ids, targets):
        x = self.tokens(ids)
        if self.places:
            x = x + self.places.weight
        for block in self.blocks:
            x = block(x, self.cos, self.sin, self.future)
        logits = self.norm(x) @ self.tokens.weight.T
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


model = Model()
optimizer = torch.optim.AdamW(model.parameters(), 1e-3, (0.9, 0.99), weight_decay=0.1)
ids, targets = (torch.randint(SIZES["vocabulary"], (SIZES["batch"], TIME)) for _ in range(2))
spent = []
for _ in range(STEPS + 1):
    began = time.perf_counter()
    loss = model(ids, targets)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    spent.append(time.perf_counter() - began)
print(
    json.dumps(
        {
            "version": torch.__version__,
            "milliseconds": 1000 * sorted(spent[1:])[STEPS // 2],
            "parameters": sum(p.numel() for p in model.parameters()),
            "mostMemory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
)
