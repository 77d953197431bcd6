package footfall.scenarios.dialogues;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.dialogues.Message.Role;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes up shopping dialogues: a shopper says something in one of four {@link DialogueLanguage}s,
 * the assistant calls one of the tools search, recommend, compare, filter, translate and
 * visual_search where one is wanted, and says what it makes of the result. The same seed and number
 * give the same dialogue. Not thread-safe.
 *
 * <p>Dialogues fall into {@link Part}s by the words that they begin with, so that none of those to
 * be examined with was ever trained with.
 */
public final class Dialogues {
  /** What dialogues are for. */
  public enum Part {
    TRAINING,
    TUNING,
    /** For the final examination only. */
    HELD_OUT;

    /** Which part a dialogue that begins so belongs to. */
    public static Part of(String opening) {
      int place = Math.floorMod(Streams.entity(opening.hashCode(), 0), PARTS);
      return place == 0 ? HELD_OUT : place == 1 ? TUNING : TRAINING;
    }
  }

  private static final int PARTS = 20;

  /** One dialogue in so many has an assistant without tools. */
  private static final int WITHOUT_TOOLS = 10;

  /** One tool in so many finds nothing. */
  private static final int WITHOUT_OFFERS = 12;

  private static final int MOST_TURNS = 2;
  private static final int MOST_OFFERS = 5;
  private static final int MOST_STARS = 5;
  private static final int LETTERS = 26;

  private final long key;
  private final Part part;
  private final double misspelled;
  private final RandomStream random = new RandomStream();

  /**
   * Dialogues of one part.
   *
   * @param misspelled part of the shopper's messages in which two letters change places
   */
  public Dialogues(long seed, Part part, double misspelled) {
    this.key = Streams.run(seed, part.ordinal());
    this.part = part;
    this.misspelled = misspelled;
  }

  /** The dialogue of that number, in any tongue. */
  public Dialogue get(long number) {
    random.at(Streams.entity(key, number));
    return ofThisPart(() -> make(one(List.of(DialogueLanguage.values()))));
  }

  /** The dialogue of that number, in the tongue. */
  public Dialogue get(long number, DialogueLanguage tongue) {
    random.at(Streams.entity(key, number));
    return ofThisPart(() -> make(tongue));
  }

  private Dialogue ofThisPart(Supplier<Dialogue> maker) {
    Dialogue dialogue = maker.get();
    while (Part.of(dialogue.messages().get(0).text()) != part) {
      dialogue = maker.get();
    }
    return dialogue;
  }

  private Dialogue make(DialogueLanguage tongue) {
    Phrases phrases = Phrases.in(tongue);
    Speech speech = new Speech(tongue, random, misspelled);
    List<Message> messages = new ArrayList<>();
    if (random.nextInt(WITHOUT_TOOLS) == 0) {
      withoutTools(tongue, phrases, speech, messages);
      return new Dialogue(tongue, false, messages);
    }
    int turns = 1 + random.nextInt(MOST_TURNS);
    for (int turn = 0; turn < turns; turn++) {
      switch (random.nextInt(turn == 0 ? 12 : 8)) {
        case 0 -> recommend(phrases, speech, messages);
        case 1 -> compare(phrases, speech, messages);
        case 2, 3 -> filter(phrases, speech, messages);
        case 4 -> translate(tongue, speech, messages);
        case 5 -> photo(phrases, speech, messages);
        case 6 -> talk(phrases, speech, messages);
        default -> search(phrases, speech, messages);
      }
    }
    return new Dialogue(tongue, true, messages);
  }

  private void withoutTools(
      DialogueLanguage tongue, Phrases phrases, Speech speech, List<Message> messages) {
    if (random.nextInt(3) > 0) {
      Word color = one(Lexicon.COLORS);
      Word item = one(Lexicon.ITEMS);
      int most = random.nextInt(2) == 0 ? price() : 0;
      say(messages, speech.search(item, color, most));
      Map<String, String> blanks = Map.of("c", color.in(tongue), "i", item.in(tongue));
      messages.add(Message.of(Role.REPLY, Phrases.fill(phrases.looking(), blanks)));
    } else {
      say(messages, speech.compare(id(), id()));
      messages.add(Message.of(Role.REPLY, phrases.offer()));
    }
  }

  private void search(Phrases phrases, Speech speech, List<Message> messages) {
    int kind = random.nextInt(4);
    Word item = one(Lexicon.ITEMS);
    Word color = one(Lexicon.COLORS);
    int most = price();
    sayAndCall(messages, speech.search(item, kind == 0 ? null : color, kind == 1 ? 0 : most));
    choose(phrases, offers(most), messages);
  }

  private void recommend(Phrases phrases, Speech speech, List<Message> messages) {
    int most = price();
    sayAndCall(messages, speech.recommend(one(Lexicon.OCCASIONS), most));
    choose(phrases, offers(most), messages);
  }

  private void compare(Phrases phrases, Speech speech, List<Message> messages) {
    List<Offer> two = offers(price(), 2);
    sayAndCall(messages, speech.compare(two.get(0).id(), two.get(1).id()));
    advise(phrases.better(), two, messages);
  }

  private void filter(Phrases phrases, Speech speech, List<Message> messages) {
    int most = price();
    sayAndCall(
        messages,
        switch (random.nextInt(3)) {
          case 0 -> speech.filterColor(one(Lexicon.COLORS));
          case 1 -> speech.filterPrice(most);
          default -> speech.filterStyle(one(Lexicon.STYLES));
        });
    choose(phrases, offers(most), messages);
  }

  private void translate(DialogueLanguage tongue, Speech speech, List<Message> messages) {
    Word color = one(Lexicon.COLORS);
    Word item = one(Lexicon.ITEMS);
    sayAndCall(messages, speech.translate(color, item));
    DialogueLanguage into =
        tongue == DialogueLanguage.HINDI ? DialogueLanguage.ENGLISH : DialogueLanguage.HINDI;
    String translated = color.in(into) + " " + item.in(into);
    messages.add(Message.of(Role.RESULT, translated));
    messages.add(Message.of(Role.REPLY, translated));
  }

  private void photo(Phrases phrases, Speech speech, List<Message> messages) {
    List<Word> tags =
        new ArrayList<>(List.of(one(Lexicon.COLORS), one(Lexicon.STYLES), one(Lexicon.ITEMS)));
    if (random.nextInt(3) == 0) {
      tags.remove(random.nextInt(2));
    }
    sayAndCall(messages, speech.photo(tags));
    choose(phrases, offers(price()), messages);
  }

  private void talk(Phrases phrases, Speech speech, List<Message> messages) {
    boolean buys = random.nextInt(2) == 0;
    say(messages, buys ? speech.accept(id()) : speech.chat());
    messages.add(Message.of(Role.REPLY, buys ? phrases.sold() : phrases.thanks()));
  }

  private static void say(List<Message> messages, Line line) {
    messages.add(Message.of(Role.SHOPPER, line.text()));
  }

  private static void sayAndCall(List<Message> messages, Line line) {
    say(messages, line);
    messages.add(Message.of(Role.CALL, line.call().orElseThrow().text()));
  }

  private static void choose(Phrases phrases, List<Offer> found, List<Message> messages) {
    if (found.isEmpty()) {
      messages.add(Message.of(Role.RESULT, Offer.list(found)));
      messages.add(Message.of(Role.REPLY, phrases.nothing()));
    } else {
      advise(phrases.pick(), found, messages);
    }
  }

  private static void advise(String phrase, List<Offer> found, List<Message> messages) {
    messages.add(Message.of(Role.RESULT, Offer.list(found)));
    String best = Offer.best(found).id();
    messages.add(
        new Message(Role.REPLY, Phrases.fill(phrase, Map.of("a", best)), Optional.of(best)));
  }

  /** A few different products at that price or below, or none. */
  private List<Offer> offers(int most) {
    boolean none = random.nextInt(WITHOUT_OFFERS) == 0;
    return offers(most, none ? 0 : 1 + random.nextInt(MOST_OFFERS));
  }

  private List<Offer> offers(int most, int count) {
    List<Offer> offers = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    while (offers.size() < count) {
      String id = id();
      if (ids.add(id)) {
        int cheapest = most / 2;
        offers.add(
            new Offer(
                id,
                cheapest + random.nextInt(most - cheapest + 1),
                1 + random.nextInt(MOST_STARS)));
      }
    }
    return offers;
  }

  private String id() {
    char letter = (char) ('A' + random.nextInt(LETTERS));
    return "" + letter + random.nextInt(10) + random.nextInt(10);
  }

  private int price() {
    return 50 * (4 + random.nextInt(97));
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
