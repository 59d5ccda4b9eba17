"""The few classes of transformers that modeling_babyllm.py is built on, for machines without it: enough to build the model and run it."""

import torch


class PretrainedConfig:
    def __init__(self, **kwargs):
        for key, value in kwargs.items():
            setattr(self, key, value)


class GenerationMixin:
    """Greedy words, in the way generate() asks a model for them."""

    @torch.no_grad()
    def generate(self, input_ids, max_new_tokens):
        for _ in range(max_new_tokens):
            inputs = self.prepare_inputs_for_generation(input_ids, attention_mask=None, use_cache=True, cache_position=None)
            logits = self(**inputs, return_dict=True).logits
            input_ids = torch.cat([input_ids, logits[:, -1:].argmax(-1)], 1)
        return input_ids


class PreTrainedModel(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config

    def post_init(self):
        self.apply(self._init_weights)
