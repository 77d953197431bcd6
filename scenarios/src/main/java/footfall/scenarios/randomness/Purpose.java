package footfall.scenarios.randomness;

/**
 * What a random draw is for. Every purpose has a stream of its own, so that adding a consumer does
 * not shift the numbers of the others; the order of the constants is part of every published
 * result.
 */
public enum Purpose {
  ARRIVAL,
  SHOPPER_CLASS,
  TURNS,
  MESSAGE,
  REPLY,
  THINKING,
  PATIENCE,
  ROUTE,
  PLACEMENT,
  SERVICE,
  PHASE,
  LANGUAGE,
  INTENT,
  REASON,
  CALLS,
  TOOL,
  CONVERSION,
  REVENUE,
  RETRY,
  RETURN,
  ATTEMPT,
  BACKOFF,
  FAILURE,
  REPAIR,
  QUALITY,
  CONFIDENCE,
  CLASSIFICATION,
  CHOICES,
  LEAVING,
  SATISFIED,
  SPEED
}
