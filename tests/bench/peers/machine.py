"""What PyTorch gets out of this machine: matrix products, AdamW, copying memory.

usage: python3 machine.py <threads>
prints JSON: GFLOP/s of 256x1024x1024 and of 2048x2048x2048, AdamW's GB/s over 50 million parameters (weights, gradients and both
moments read, weights and moments written), GB/s of copying 1 GB (read and written)
"""
import json
import sys
import time

import torch


def best(work, rounds):
    work()
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return sorted(spent)[len(spent) // 2]


def main():
    torch.set_num_threads(int(sys.argv[1]))
    result = {"version": torch.__version__}
    for name, (m, n, k) in {"matmul": (256, 1024, 1024), "matmulLarge": (2048, 2048, 2048)}.items():
        a, b, out = torch.randn(m, k), torch.randn(k, n), torch.empty(m, n)
        result[name] = 2e-9 * m * n * k / best(lambda: torch.mm(a, b, out=out), 15)
    size = 50_000_000
    weights = torch.randn(size, requires_grad=True)
    weights.grad = torch.randn(size)
    optimizer = torch.optim.AdamW([weights], 1e-3)
    result["adamw"] = 7 * 4e-9 * size / best(optimizer.step, 5)
    source, target = torch.ones(250_000_000), torch.empty(250_000_000)
    result["copy"] = 2 / best(lambda: target.copy_(source), 7)
    print(json.dumps(result))


main()
