from dataclasses import dataclass

import torch


@dataclass
class CausalLMOutput:
    loss: torch.Tensor = None
    logits: torch.Tensor = None
