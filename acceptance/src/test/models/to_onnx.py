"""Lays a GGUF file of Llama's architecture out as a model directory for ONNX Runtime: to_onnx.py FILE.gguf FOLDER

The graph takes and gives what optimum's export for text generation with past does. Weights are
what the file's own are once dequantised (model.onnx, with its weights beside it as those of more
than 2 GiB have to be), and in eight bits by ONNX Runtime's own
dynamic quantisation (model_quantized.onnx). It needs onnx, onnxruntime, gguf and tokenizers, and
no PyTorch, which would bring the libraries of CUDA along.
"""

import json
import sys
from pathlib import Path

import numpy as np
from gguf import GGUFReader, dequantize
from onnx import TensorProto, helper, numpy_helper, save
from onnxruntime.quantization import QuantType, quantize_dynamic
from to_tokenizer import field, write_tokenizer


class Graph:
    def __init__(self):
        self.nodes, self.weights, self.known = [], [], {}

    def op(self, kind, *inputs, outputs=1, names=None, **attributes):
        names = names or [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, f"n{len(self.nodes)}", **attributes))
        return names[0] if len(names) == 1 else names

    def weight(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def constant(self, value, kind=np.int64):
        key = f"constant_{np.dtype(kind).name}_{value}".replace(" ", "")
        if key not in self.known:
            self.known[key] = self.weight(key, np.array(value, dtype=kind))
        return key


def write_graph(reader, path):
    layers, width = field(reader, "llama.block_count"), field(reader, "llama.embedding_length")
    heads, groups = field(reader, "llama.attention.head_count"), field(reader, "llama.attention.head_count_kv")
    context, size = field(reader, "llama.context_length"), width // heads
    epsilon = field(reader, "llama.attention.layer_norm_rms_epsilon")
    base = field(reader, "llama.rope.freq_base") if "llama.rope.freq_base" in reader.fields else 10_000
    tensors = {t.name: dequantize(t.data, t.tensor_type).astype(np.float32) for t in reader.tensors}
    g = Graph()

    def unpermuted(matrix, count):  # llama.cpp rotates neighbours, the exporters halves.
        return matrix.reshape(count, size // 2, 2, width).swapaxes(1, 2).reshape(matrix.shape)

    def linear(x, name, matrix):
        return g.op("MatMul", x, g.weight(name, matrix.T))

    def norm(x, name):
        mean = g.op("ReduceMean", g.op("Pow", x, g.constant(2, np.float32)), axes=[-1], keepdims=1)
        root = g.op("Sqrt", g.op("Add", mean, g.constant(epsilon, np.float32)))
        return g.op("Mul", g.weight(name, tensors[name + ".weight"]), g.op("Div", x, root))

    def by_head(x, count):
        split = g.op("Reshape", x, g.constant([0, 0, count, size]))
        return g.op("Transpose", split, perm=[0, 2, 1, 3])

    def for_every_head(x):
        wide = g.op("Unsqueeze", x, g.constant([2]))
        copies = g.op("Concat", *[wide] * (heads // groups), axis=2)
        return g.op("Reshape", copies, g.constant([0, heads, -1, size]))

    angles = np.outer(np.arange(context), base ** -(np.arange(size // 2) * 2 / size))
    turns = {}
    for name, of in (("cos", np.cos), ("sin", np.sin)):
        table = g.weight(name, np.concatenate([of(angles)] * 2, axis=1).astype(np.float32))
        turns[name] = g.op("Unsqueeze", g.op("Gather", table, "position_ids"), g.constant([1]))

    def rotated(x):
        left, right = g.op("Split", x, g.constant([size // 2] * 2), outputs=2, axis=-1)
        turned = g.op("Concat", g.op("Neg", right), left, axis=-1)
        return g.op("Add", g.op("Mul", x, turns["cos"]), g.op("Mul", turned, turns["sin"]))

    total = g.op("Gather", g.op("Shape", "attention_mask"), g.constant(1))
    fresh = g.op("Gather", g.op("Shape", "input_ids"), g.constant(1))
    columns = g.op("Range", g.constant(0), total, g.constant(1))
    rows = g.op("Range", g.op("Sub", total, fresh), total, g.constant(1))
    before = g.op("LessOrEqual", columns, g.op("Unsqueeze", rows, g.constant([1])))
    real = g.op("Unsqueeze", g.op("Cast", "attention_mask", to=TensorProto.BOOL), g.constant([1, 2]))
    never = g.constant(float(np.finfo(np.float32).min), np.float32)
    bias = g.op("Where", g.op("And", before, real), g.constant(0.0, np.float32), never)

    embedding = g.weight("embedding", tensors["token_embd.weight"])
    x = g.op("Gather", embedding, "input_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", length]) for name, length in
              (("input_ids", "fresh"), ("attention_mask", "total"), ("position_ids", "fresh"))]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "fresh", len(tensors["token_embd.weight"])])]
    for layer in range(layers):
        name = f"blk.{layer}."
        h = norm(x, name + "attn_norm")
        query = rotated(by_head(linear(h, name + "q", unpermuted(tensors[name + "attn_q.weight"], heads)), heads))
        cache = []
        for part, letter in (("key", "k"), ("value", "v")):
            matrix = tensors[name + f"attn_{letter}.weight"]
            new = by_head(linear(h, name + letter, unpermuted(matrix, groups) if letter == "k" else matrix), groups)
            past, present = f"past_key_values.{layer}.{part}", f"present.{layer}.{part}"
            cache.append(for_every_head(g.op("Concat", past, rotated(new) if letter == "k" else new, names=[present], axis=2)))
            inputs.append(helper.make_tensor_value_info(past, TensorProto.FLOAT, ["batch", groups, "past", size]))
            outputs.append(helper.make_tensor_value_info(present, TensorProto.FLOAT, ["batch", groups, "total", size]))
        scaled = g.op("Mul", query, g.constant(size ** -0.5, np.float32))
        scores = g.op("MatMul", scaled, g.op("Transpose", cache[0], perm=[0, 1, 3, 2]))
        mixed = g.op("MatMul", g.op("Softmax", g.op("Add", scores, bias), axis=-1), cache[1])
        side = g.op("Reshape", g.op("Transpose", mixed, perm=[0, 2, 1, 3]), g.constant([0, 0, width]))
        x = g.op("Add", x, linear(side, name + "o", tensors[name + "attn_output.weight"]))
        h = norm(x, name + "ffn_norm")
        gate = linear(h, name + "gate", tensors[name + "ffn_gate.weight"])
        up = linear(h, name + "up", tensors[name + "ffn_up.weight"])
        active = g.op("Mul", g.op("Mul", gate, g.op("Sigmoid", gate)), up)
        x = g.op("Add", x, linear(active, name + "down", tensors[name + "ffn_down.weight"]))
    head = tensors.get("output.weight", tensors["token_embd.weight"])
    g.op("MatMul", norm(x, "output_norm"), g.weight("head", head.T), names=["logits"])

    graph = helper.make_graph(g.nodes, "decoder", inputs, outputs, g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    save(model, path / "model.onnx", save_as_external_data=True, location="model.onnx_data")
    # Seven bits of each weight: with eight, sums overflow on CPUs that have AVX2 but no VNNI, and the model writes nonsense.
    quantize_dynamic(
        path / "model.onnx", path / "model_quantized.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    config = {
        "model_type": "llama", "num_hidden_layers": layers, "hidden_size": width,
        "num_attention_heads": heads, "num_key_value_heads": groups, "head_dim": size,
        "max_position_embeddings": context, "vocab_size": len(head),
        "bos_token_id": field(reader, "tokenizer.ggml.bos_token_id"),
        "eos_token_id": field(reader, "tokenizer.ggml.eos_token_id"),
    }
    (path / "config.json").write_text(json.dumps(config, indent=2))


if __name__ == "__main__":
    gguf, folder = GGUFReader(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write_graph(gguf, folder)
    write_tokenizer(gguf, folder)
