package footfall.serving.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The models that clients may ask for: the scenario, which routes, and each of its pools.
 * Immutable.
 */
final class Models {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long startedSeconds = Instant.now().getEpochSecond();
  private final String standard;
  private final List<String> pools;
  private final List<Boolean> remote;

  private final IntPredicate makesEmbeddings;

  /**
   * @param makesEmbeddings whether the pool of that index does, and writes nothing
   */
  Models(Scenario scenario, IntPredicate makesEmbeddings) {
    this.makesEmbeddings = makesEmbeddings;
    this.standard = scenario.name();
    this.pools = scenario.pools().stream().map(PoolSpec::name).toList();
    this.remote =
        scenario.pools().stream().map(pool -> pool.backend() instanceof Backend.Remote).toList();
  }

  /** For clients that name none. */
  String standard() {
    return standard;
  }

  /** All names, the one that routes first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(standard);
    pools.stream().filter(pool -> !pool.equals(standard)).forEach(names::add);
    return names;
  }

  /** Whether a vendor writes all replies of the pool, or of all pools for negative ones. */
  boolean isRemote(int pool) {
    return pool < 0 ? !remote.contains(false) : remote.get(pool);
  }

  /**
   * The pool that makes embeddings for those who ask this model for some.
   *
   * @throws ApiException if there is none
   */
  int embeddingPoolOf(String model) {
    int pool = poolOf(model);
    if (pool < 0) {
      pool = IntStream.range(0, pools.size()).filter(makesEmbeddings).findFirst().orElse(pool);
    }
    if (pool < 0 || !makesEmbeddings.test(pool)) {
      throw ApiException.noEmbeddings(
          IntStream.range(0, pools.size()).filter(makesEmbeddings).mapToObj(pools::get).toList());
    }
    return pool;
  }

  /**
   * Refuses to have a reply written by a pool that writes none.
   *
   * @throws ApiException if it is one
   */
  void checkWrites(int pool) {
    if (pool >= 0 && makesEmbeddings.test(pool)) {
      throw ApiException.invalid(
          "model", pools.get(pool) + " makes embeddings and writes nothing: ask /v1/embeddings.");
    }
  }

  /** All of them, as the API lists them. */
  ObjectNode list() {
    ObjectNode list = JSON.createObjectNode();
    list.put("object", "list");
    ArrayNode data = list.putArray("data");
    names().forEach(name -> data.add(one(name)));
    return list;
  }

  /**
   * One of them.
   *
   * @throws ApiException if there is none of that name
   */
  ObjectNode one(String name) {
    poolOf(name);
    ObjectNode model = JSON.createObjectNode();
    model.put("id", name);
    model.put("object", "model");
    model.put("created", startedSeconds);
    model.put("owned_by", "footfall");
    return model;
  }

  /** The name of a pool by its index; of the whole for negative ones. */
  String pool(int index) {
    return index < 0 ? standard : pools.get(index);
  }

  /**
   * The pool of a model.
   *
   * @throws ApiException if there is none of that name
   */
  int poolOf(String model) {
    if (model.equals(standard)) {
      return Exchange.ANY_POOL;
    }
    int pool = pools.indexOf(model);
    if (pool < 0) {
      throw new ApiException(
          404,
          "invalid_request_error",
          "model_not_found",
          "model",
          ApiException.NO_RETRY,
          "The model " + model + " does not exist. Served are " + String.join(", ", names()) + ".");
    }
    return pool;
  }
}
