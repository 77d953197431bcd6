/**
 * ONNX models in this process, through DJL: an {@link footfall.serving.djl.Engine} decodes the
 * replies under way together, an {@link footfall.serving.djl.OnnxEncoder} makes embeddings.
 */
package footfall.serving.djl;
