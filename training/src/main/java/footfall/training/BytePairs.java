package footfall.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A byte-level BPE tokenizer, learned from text: begin with all bytes and join the most frequent
 * pair again and again. Digits are never joined, so that numbers are copied digit by digit.
 *
 * <p>Source: Sennrich et al., "Neural machine translation of rare words with subword units", 2016;
 * bytes as characters as in GPT-2.
 *
 * @param vocabulary tokens by number, the special ones first
 * @param merges pairs in the order of joining
 */
record BytePairs(List<String> special, List<String> vocabulary, List<String[]> merges) {
  private static final Pattern WORDS =
      Pattern.compile("\\p{N}| ?\\p{L}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  /** Learns a vocabulary of that size. */
  static BytePairs learn(List<String> texts, List<String> special, int size) {
    List<String> vocabulary = new ArrayList<>(special);
    for (int b = 0; b < 256; b++) {
      vocabulary.add(symbol(b));
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String text : texts) {
      Matcher words = WORDS.matcher(text);
      while (words.find()) {
        counts.merge(words.group(), 1, Integer::sum);
      }
    }
    List<List<String>> words = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    counts.forEach(
        (word, count) -> {
          words.add(symbols(word));
          weights.add(count);
        });
    List<String[]> merges = new ArrayList<>();
    while (vocabulary.size() < size) {
      String[] pair = mostFrequent(words, weights);
      if (pair == null) {
        break;
      }
      merges.add(pair);
      vocabulary.add(pair[0] + pair[1]);
      words.replaceAll(word -> joined(word, pair));
    }
    return new BytePairs(special, vocabulary, merges);
  }

  private static String[] mostFrequent(List<List<String>> words, List<Integer> weights) {
    Map<String, Integer> pairs = new HashMap<>();
    for (int w = 0; w < words.size(); w++) {
      List<String> word = words.get(w);
      for (int i = 0; i + 1 < word.size(); i++) {
        pairs.merge(word.get(i) + " " + word.get(i + 1), weights.get(w), Integer::sum);
      }
    }
    return pairs.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(entry -> entry.getKey().split(" "))
        .orElse(null);
  }

  private static List<String> joined(List<String> word, String[] pair) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      boolean here =
          i + 1 < word.size() && word.get(i).equals(pair[0]) && word.get(i + 1).equals(pair[1]);
      joined.add(here ? pair[0] + pair[1] : word.get(i));
      i += here ? 1 : 0;
    }
    return joined;
  }

  private static List<String> symbols(String word) {
    List<String> symbols = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      symbols.add(symbol(b & 0xff));
    }
    return symbols;
  }

  /** Printable Latin-1 stands for itself, other bytes for characters from U+0100 on. */
  private static String symbol(int value) {
    int shift = 0;
    for (int b = 0; b < value; b++) {
      shift += isPrintable(b) ? 0 : 1;
    }
    return Character.toString(isPrintable(value) ? value : 256 + shift);
  }

  private static boolean isPrintable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || (b >= 0xae && b <= 0xff);
  }
}
