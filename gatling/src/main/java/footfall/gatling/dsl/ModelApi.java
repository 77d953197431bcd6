package footfall.gatling.dsl;

import footfall.gatling.wire.ReplyForm;

/** What a model can be asked for, and where. */
enum ModelApi {
  CHAT("/chat/completions", ReplyForm.CHAT, "max_tokens"),
  COMPLETION("/completions", ReplyForm.CHAT, "max_tokens"),
  RESPONSES("/responses", ReplyForm.RESPONSES, "max_output_tokens"),
  EMBEDDINGS("/embeddings", ReplyForm.WHOLE, "");

  private final String path;
  private final ReplyForm form;
  private final String limit;

  ModelApi(String path, ReplyForm form, String limit) {
    this.path = path;
    this.form = form;
    this.limit = limit;
  }

  /** Below the protocol's prefix. */
  String path() {
    return path;
  }

  ReplyForm form() {
    return form;
  }

  /** The field that limits the reply; empty where there is none. */
  String limit() {
    return limit;
  }

  boolean canStream() {
    return form != ReplyForm.WHOLE;
  }
}
