package footfall.scenarios.exams;

import com.fasterxml.jackson.databind.JsonNode;

/** A form in which dialogues are recorded. Stateless. */
interface DialogueForm {
  /** Whether an entry of a file is of this form. */
  boolean isOf(JsonNode entry);

  /**
   * Reads an entry that is.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if it is not what it should be
   */
  RecordedDialogue read(Entry entry);
}
