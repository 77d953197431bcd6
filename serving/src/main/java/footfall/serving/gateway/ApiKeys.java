package footfall.serving.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask. Only digests are kept, and all are compared in constant time. Immutable.
 *
 * <p>Without any key everybody may.
 */
public final class ApiKeys {
  private static final String SCHEME = "Bearer ";

  private final List<byte[]> digests;

  /** These keys. */
  public ApiKeys(List<String> keys) {
    this.digests = keys.stream().map(ApiKeys::digest).toList();
  }

  /** Whether the header lets its sender in. */
  boolean admit(Optional<String> authorization) {
    if (digests.isEmpty()) {
      return true;
    }
    byte[] given =
        digest(
            authorization
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .orElse(""));
    boolean known = false;
    for (byte[] digest : digests) {
      known |= MessageDigest.isEqual(digest, given);
    }
    return known;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
