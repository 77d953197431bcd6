package footfall.gatling.wire;

/** In which form an API answers. */
public enum ReplyForm {
  /** Chat completions and completions: chunks with choices, or one JSON with them. */
  CHAT,
  /** The Responses API: typed events, or one JSON with its output. */
  RESPONSES,
  /** Anything, all at once: embeddings, recommendations. */
  WHOLE
}
