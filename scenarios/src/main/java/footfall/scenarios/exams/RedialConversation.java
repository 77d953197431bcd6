package footfall.scenarios.exams;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation of ReDial (Li et al., NeurIPS 2018): a seeker, the initiator, and a recommender.
 * Films that were suggested and that the seeker liked are relevant. {@code @123} in a message is
 * the title of that film.
 */
final class RedialConversation implements DialogueForm {
  private static final Pattern MENTION = Pattern.compile("@(\\d+)");

  @Override
  public boolean isOf(JsonNode entry) {
    return entry.has("initiatorWorkerId") && entry.path("messages").isArray();
  }

  @Override
  public RecordedDialogue read(footfall.scenarios.exams.Entry entry) {
    JsonNode json = entry.json();
    long seeker = json.get("initiatorWorkerId").asLong();
    long recommender = json.path("respondentWorkerId").asLong();
    JsonNode titles = json.path("movieMentions");
    Map<String, Double> relevant = liked(json.path("initiatorQuestions"));
    List<Turn> turns = new ArrayList<>();
    String said = "";
    String reply = "";
    for (JsonNode message : json.get("messages")) {
      long sender = message.path("senderWorkerId").asLong();
      String text = titled(message.path("text").asText(""), titles);
      if (sender == seeker) {
        if (!reply.isEmpty() && !said.isEmpty()) {
          turns.add(new Turn(said, List.of(), reply, relevant));
          said = "";
        }
        reply = "";
        said = said.isEmpty() ? text : said + "\n" + text;
      } else if (sender == recommender) {
        reply = reply.isEmpty() ? text : reply + "\n" + text;
      } else {
        throw entry.wrong(
            "has a message of the worker " + sender + ", who is neither of the two",
            "senderWorkerId is that of the initiator or of the respondent");
      }
    }
    if (!said.isEmpty()) {
      turns.add(new Turn(said, List.of(), reply, relevant));
    }
    return new RecordedDialogue(
        entry.place(), entry.name(), "english", entry.vertical(), "", turns, List.of(), false);
  }

  private static Map<String, Double> liked(JsonNode answers) {
    Map<String, Double> liked = new LinkedHashMap<>();
    for (Entry<String, JsonNode> film : answers.properties()) {
      boolean suggested = film.getValue().path("suggested").asInt() == 1;
      if (suggested && film.getValue().path("liked").asInt() == 1) {
        liked.put(film.getKey(), 1.0);
      }
    }
    return liked;
  }

  private static String titled(String text, JsonNode titles) {
    return MENTION
        .matcher(text)
        .replaceAll(
            mention ->
                Matcher.quoteReplacement(titles.path(mention.group(1)).asText(mention.group())));
  }
}
