/**
 * ONNX models in this process, through DJL: an {@link footfall.serving.djl.Engine} decodes the
 * replies under way together, {@link footfall.serving.djl.Embeddings} makes vectors of texts.
 */
package footfall.serving.djl;
