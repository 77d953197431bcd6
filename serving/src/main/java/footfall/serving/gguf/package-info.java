/**
 * Models in files of llama.cpp's format, GGUF, which llama.cpp itself computes in this process,
 * several replies at once.
 */
package footfall.serving.gguf;
