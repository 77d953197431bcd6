/**
 * Makes the embedded models: start at {@link footfall.training.TrainEmbeddedModels}. A {@link
 * footfall.training.BytePairs} tokenizer is learned from the dialogues, a {@link
 * footfall.training.TorchDecoder} is trained on them, and {@link footfall.training.DecoderGraph}
 * writes it as ONNX, in the layout that exporters of large models use too.
 */
package footfall.training;
