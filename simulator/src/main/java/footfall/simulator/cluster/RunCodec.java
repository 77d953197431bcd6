package footfall.simulator.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.distributions.Beta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.objenesis.Objenesis;
import org.objenesis.ObjenesisStd;

/**
 * What is to be run and what comes of it, as CBOR: every field of every object as it is, doubles to
 * the bit. Only classes of Footfall come out of it, whatever the bytes say. Thread-safe.
 */
final class RunCodec {
  private static final String OURS = "footfall.";

  private final ObjectMapper mapper =
      CBORMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .addModule(new Jdk8Module())
          .addModule(new Classes())
          .addMixIn(Beta.class, BetaByMoments.class)
          .annotationIntrospector(new WithoutNames())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .setDefaultTyping(new Polymorphic())
          .build();

  byte[] encode(Assignment assignment) {
    return write(assignment, Assignment.class);
  }

  byte[] encode(ReplicationRecord replication) {
    return write(replication, ReplicationRecord.class);
  }

  /** A point of a sweep, as its journal writes it. */
  byte[] encode(Point point) {
    return ResultsJson.line(point).getBytes(StandardCharsets.UTF_8);
  }

  Assignment assignment(byte[] bytes) {
    return read(bytes, Assignment.class);
  }

  ReplicationRecord replication(byte[] bytes) {
    return read(bytes, ReplicationRecord.class);
  }

  Point point(byte[] bytes) {
    try {
      return ResultsJson.read(new String(bytes, StandardCharsets.UTF_8), Point.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] write(Object value, Class<?> type) {
    try {
      return mapper.writerFor(type).writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T read(byte[] bytes, Class<T> type) {
    try {
      return mapper.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) { // What no node has written; Jackson stumbles over some of it.
      throw new UncheckedIOException(new IOException("is no " + type.getSimpleName(), e));
    }
  }

  /** Says of which class a value is where the field does not: where its type is one of ours. */
  private static final class Polymorphic extends ObjectMapper.DefaultTypeResolverBuilder {
    private static final long serialVersionUID = 1L;

    Polymorphic() {
      super(
          ObjectMapper.DefaultTyping.OBJECT_AND_NON_CONCRETE,
          BasicPolymorphicTypeValidator.builder().allowIfSubType(OURS).build());
      init(JsonTypeInfo.Id.CLASS, null);
      inclusion(JsonTypeInfo.As.WRAPPER_ARRAY);
    }

    @Override
    public boolean useForType(JavaType type) {
      return !type.isConcrete()
          && !type.isArrayType()
          && type.getRawClass().getName().startsWith(OURS);
    }
  }

  /** Writes the fields of our objects in the order of their names, and not the names. */
  private static final class WithoutNames extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonFormat.Value findFormat(Annotated annotated) {
      return annotated.getRawType().getName().startsWith(OURS) && !annotated.getRawType().isEnum()
          ? JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)
          : super.findFormat(annotated);
    }
  }

  /** The table that it draws from is large, and made from these two. */
  private abstract static class BetaByMoments {
    @JsonProperty double mean;
    @JsonProperty double sd;

    @JsonCreator
    BetaByMoments(@JsonProperty("mean") double mean, @JsonProperty("sd") double sd) {}
  }

  /** Objects without a public constructor. */
  private static final class Classes extends SimpleModule {
    private static final long serialVersionUID = 1L;
    private static final Objenesis OBJENESIS = new ObjenesisStd();

    @Override
    public void setupModule(SetupContext context) {
      super.setupModule(context);
      context.addValueInstantiators(Classes::instantiator);
    }

    private static ValueInstantiator instantiator(
        DeserializationConfig config, BeanDescription description, ValueInstantiator usual) {
      Class<?> type = description.getBeanClass();
      boolean constructed = type.isRecord() || type == Beta.class || type.isEnum();
      return constructed || !type.getName().startsWith(OURS) ? usual : new Bare(type);
    }

    /** Makes an object without its constructor; its fields are set afterwards. */
    private static final class Bare extends ValueInstantiator.Base {
      Bare(Class<?> type) {
        super(type);
      }

      @Override
      public boolean canCreateUsingDefault() {
        return true;
      }

      @Override
      public Object createUsingDefault(DeserializationContext context) {
        return OBJENESIS.newInstance(getValueClass());
      }
    }
  }
}
