package footfall.serving.jinja;

/** A template that cannot be read, or does not take what it is given. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public TemplateException(String message) {
    super(message, null, false, false);
  }
}
