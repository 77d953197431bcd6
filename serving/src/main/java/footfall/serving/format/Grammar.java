package footfall.serving.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * A set of texts, known by what may come next: after a character it is the set of what may follow.
 * Immutable.
 *
 * <p>Brzozowski, "Derivatives of regular expressions", 1964.
 */
public abstract class Grammar {
  /** No text at all. */
  static final Grammar NONE =
      new Grammar("") {
        @Override
        public Grammar after(int character) {
          return this;
        }

        @Override
        public boolean isComplete() {
          return false;
        }
      };

  /** Only the empty text. */
  public static final Grammar EMPTY =
      new Grammar("") {
        @Override
        public Grammar after(int character) {
          return NONE;
        }

        @Override
        public boolean isComplete() {
          return true;
        }
      };

  private final String example;

  private Grammar(String example) {
    this.example = example;
  }

  /** What may follow a code point. */
  public abstract Grammar after(int character);

  /** Whether nothing more needs to follow. */
  public abstract boolean isComplete();

  /** Whether nothing can follow: what came before was wrong. */
  public final boolean isDead() {
    return this == NONE;
  }

  /** Whether nothing more can follow. */
  public final boolean isOver() {
    return this == EMPTY;
  }

  /** One of the texts, for those who only play. */
  public String example() {
    return example;
  }

  /** What may follow a text. */
  public final Grammar after(String text) {
    Grammar left = this;
    for (int i = 0; i < text.length() && !left.isDead(); ) {
      int character = text.codePointAt(i);
      left = left.after(character);
      i += Character.charCount(character);
    }
    return left;
  }

  /** The same texts, with another example. */
  final Grammar like(String otherExample) {
    Grammar same = this;
    return new Grammar(otherExample) {
      @Override
      public Grammar after(int character) {
        return same.after(character);
      }

      @Override
      public boolean isComplete() {
        return same.isComplete();
      }
    };
  }

  /** One character. */
  static Grammar character(IntPredicate is, String example) {
    return new Grammar(example) {
      @Override
      public Grammar after(int character) {
        return is.test(character) ? EMPTY : NONE;
      }

      @Override
      public boolean isComplete() {
        return false;
      }
    };
  }

  /** This text alone. */
  static Grammar text(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    int first = text.codePointAt(0);
    return new Grammar(text) {
      @Override
      public Grammar after(int character) {
        return character == first ? text(text.substring(Character.charCount(first))) : NONE;
      }

      @Override
      public boolean isComplete() {
        return false;
      }
    };
  }

  /** One after the other. */
  static Grammar sequence(Grammar... parts) {
    Grammar whole = EMPTY;
    for (int i = parts.length - 1; i >= 0; i--) {
      whole = then(parts[i], whole);
    }
    return whole;
  }

  private static Grammar then(Grammar first, Grammar second) {
    if (first == NONE || second == NONE) {
      return NONE;
    }
    if (first == EMPTY) {
      return second;
    }
    if (second == EMPTY) {
      return first;
    }
    return new Grammar("") {
      @Override
      public Grammar after(int character) {
        Grammar inFirst = then(first.after(character), second);
        return first.isComplete() ? either(inFirst, second.after(character)) : inFirst;
      }

      @Override
      public boolean isComplete() {
        return first.isComplete() && second.isComplete();
      }

      @Override
      public String example() {
        return first.example() + second.example();
      }
    };
  }

  /** Any of them; the example is the first one's. */
  static Grammar either(Grammar... parts) {
    List<Grammar> possible = new ArrayList<>();
    for (Grammar part : parts) {
      if (part != NONE && !possible.contains(part)) {
        possible.add(part);
      }
    }
    if (possible.size() <= 1) {
      return possible.isEmpty() ? NONE : possible.get(0);
    }
    return new Grammar("") {
      @Override
      public Grammar after(int character) {
        return either(possible.stream().map(p -> p.after(character)).toArray(Grammar[]::new));
      }

      @Override
      public boolean isComplete() {
        return possible.stream().anyMatch(Grammar::isComplete);
      }

      @Override
      public String example() {
        return possible.get(0).example();
      }
    };
  }

  /** It, or nothing; the example is nothing. */
  static Grammar maybe(Grammar part) {
    return either(EMPTY, part);
  }

  /** As often as one likes. */
  static Grammar many(Grammar part) {
    return new Grammar("") {
      @Override
      public Grammar after(int character) {
        return then(part.after(character), this);
      }

      @Override
      public boolean isComplete() {
        return true;
      }
    };
  }

  /** From so often to so often; the example has the least. */
  static Grammar times(Grammar part, int least, int most) {
    Grammar rest = EMPTY;
    for (int i = most; i > least; i--) {
      rest = maybe(then(part, rest));
    }
    for (int i = 0; i < least; i++) {
      rest = then(part, rest);
    }
    return rest;
  }

  /** One that is made when it is needed, and may contain itself. */
  static Grammar later(Supplier<Grammar> made) {
    return new Grammar("") {
      @Override
      public Grammar after(int character) {
        return made.get().after(character);
      }

      @Override
      public boolean isComplete() {
        return made.get().isComplete();
      }

      @Override
      public String example() {
        return made.get().example();
      }
    };
  }
}
