"""nanoGPT's CPU recipe in PyTorch, written from the recipe's numbers: 4 layers, 4 heads, 128 wide, block 64, batch 12, AdamW.

usage: python3 nanogpt.py <text> <steps> <threads> [<target>]
prints JSON: milliseconds per step (median), nats per character of the held-out last tenth after the last step, seconds of learning,
and those until the held-out loss was at most the target (looked at every 50 steps of the second half), or null
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LAYERS, HEADS, WIDTH, BLOCK, BATCH = 4, 4, 128, 64, 12
PEAK, LEAST, WARMUP = 1e-3, 1e-4, 100
EXAM = 200


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.register_buffer("future", torch.triu(torch.ones(BLOCK, BLOCK, dtype=torch.bool), 1))

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (part.view(b, t, HEADS, c // HEADS).transpose(1, 2) for part in self.qkv(self.norm1(x)).split(c, 2))
        scores = (q @ k.transpose(-2, -1) / math.sqrt(c // HEADS)).masked_fill(self.future[:t, :t], -math.inf)
        x = x + self.out((F.softmax(scores, -1) @ v).transpose(1, 2).reshape(b, t, c))
        return x + self.narrow(F.gelu(self.wide(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.tokens, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(BLOCK, WIDTH)
        self.layers, self.norm = nn.ModuleList(Layer() for _ in range(LAYERS)), nn.LayerNorm(WIDTH)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                small = name.endswith(("out.weight", "narrow.weight"))
                nn.init.normal_(parameter, 0, 0.02 / math.sqrt(2 * LAYERS) if small else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, ids, targets):
        x = self.tokens(ids) + self.places(torch.arange(ids.shape[1]))
        for layer in self.layers:
            x = layer(x)
        logits = self.norm(x) @ self.tokens.weight.T
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.reshape(-1))


def main():
    path, steps, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    target = float(sys.argv[4]) if len(sys.argv) > 4 else None
    torch.set_num_threads(threads)
    torch.manual_seed(1337)
    text = open(path, encoding="utf8").read()
    characters = sorted(set(text))
    index = {c: i for i, c in enumerate(characters)}
    data = torch.tensor([index[c] for c in text])
    cut = int(0.9 * len(data))

    def batch(part, generator=None):
        at = torch.randint(len(part) - BLOCK, (BATCH,), generator=generator)
        return torch.stack([part[i : i + BLOCK] for i in at]), torch.stack([part[i + 1 : i + 1 + BLOCK] for i in at])

    model = Gpt(len(characters))
    decayed = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0}], PEAK, (0.9, 0.99)
    )
    def exam():
        same = torch.Generator().manual_seed(99)  # the same blocks at every exam
        with torch.no_grad():
            return sum(model(*batch(data[cut:], same)).item() for _ in range(EXAM)) / EXAM

    spent = []
    reached = None
    for step in range(steps):
        if target is not None and reached is None and 2 * step >= steps and step % 50 == 0 and exam() <= target:
            reached = sum(spent)
        began = time.perf_counter()
        rate = (
            PEAK * step / WARMUP
            if step < WARMUP
            else LEAST + 0.5 * (PEAK - LEAST) * (1 + math.cos(math.pi * (step - WARMUP) / max(1, steps - WARMUP)))
        )
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = model(*batch(data[:cut]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        spent.append(time.perf_counter() - began)
    held_out = exam()
    if target is not None and reached is None and held_out <= target:
        reached = sum(spent)
    print(
        json.dumps(
            {
                "version": torch.__version__,
                "milliseconds": 1000 * sorted(spent)[len(spent) // 2],
                "heldOut": held_out,
                "seconds": sum(spent),
                "secondsToTarget": reached,
                "parameters": sum(p.numel() for p in model.parameters()),
            }
        )
    )


main()
