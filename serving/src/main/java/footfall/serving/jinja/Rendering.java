package footfall.serving.jinja;

import java.time.LocalDateTime;
import java.util.function.Supplier;

/**
 * One template being rendered: its output so far, and how much more it may do. What a template may
 * do is bounded by count and not by time, so that the same prompt is refused everywhere or nowhere.
 * Not thread-safe.
 */
final class Rendering {
  private static final long MOST_STEPS = 5_000_000;
  private static final long MOST_CHARACTERS = 32_000_000;
  private static final int MOST_OUTPUT = 8_000_000;
  private static final int DEEPEST = 100;

  private final LocalDateTime now;
  private StringBuilder output = new StringBuilder();
  private long steps;
  private long characters;
  private int depth;

  /** What the next macro may call as {@code caller}; null for none. */
  private Callable caller;

  Rendering(LocalDateTime now) {
    this.now = now;
  }

  LocalDateTime now() {
    return now;
  }

  void write(String text) {
    if (output.length() + text.length() > MOST_OUTPUT) {
      throw new TemplateException("it renders to more than " + MOST_OUTPUT + " characters");
    }
    output.append(text);
  }

  String output() {
    return output.toString();
  }

  /** What is written meanwhile; it does not come into the output. */
  String capture(Runnable writing) {
    StringBuilder outer = output;
    output = new StringBuilder();
    try {
      writing.run();
      return made(output.toString());
    } finally {
      output = outer;
    }
  }

  /** The value of a call whose macro may call back. */
  Object calledBy(Callable block, Supplier<Object> call) {
    caller = block;
    try {
      return call.get();
    } finally {
      caller = null;
    }
  }

  /** What the macro that begins may call back; null for nothing. */
  Callable takeCaller() {
    Callable taken = caller;
    caller = null;
    return taken;
  }

  /** A step is done. */
  void step() {
    if (++steps > MOST_STEPS) {
      throw new TemplateException("it takes more than " + MOST_STEPS + " steps");
    }
  }

  /** Counts characters or list elements against the limit, before they are made. */
  void make(long count) {
    characters += count;
    if (characters > MOST_CHARACTERS) {
      throw new TemplateException(
          "it makes texts and lists of more than " + MOST_CHARACTERS + " characters");
    }
  }

  /** The text, which was made. */
  String made(String text) {
    make(text.length());
    return text;
  }

  /** Something that can contain itself begins. */
  void enter() {
    if (++depth > DEEPEST) {
      throw new TemplateException("it is nested more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
