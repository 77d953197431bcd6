package footfall.simulator.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Sets up Logback without a file of its own: one appender, to standard error. Logback finds it
 * through {@code META-INF/services} when the first logger is asked for, which a simulation never
 * does.
 */
public final class LogbackSetup extends ContextAwareBase implements Configurator {
  private static final String OURS = "footfall";

  /** An address that cannot be had is an error of the command, which says so itself. */
  private static final String SOCKETS = "org.apache.pekko.io";

  private static final String PATTERN =
      "%date{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0} %msg %kvp%n";

  private static volatile LoggerContext configured;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    configured = context;
    apply(context, LogSettings.current());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void reconfigure() {
    LoggerContext context = configured;
    if (context != null) {
      apply(context, LogSettings.current());
    }
  }

  private static void apply(LoggerContext context, LogSettings settings) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("standard error");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, settings.format()));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(settings.level().libraries());
    context.getLogger(OURS).setLevel(settings.level().ours());
    boolean brief = settings.level().libraries() == Level.ERROR;
    context.getLogger(SOCKETS).setLevel(brief ? Level.OFF : settings.level().libraries());
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    if (format == LogFormat.JSON) {
      JsonEncoder json = new JsonEncoder();
      json.setContext(context);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      json.setWithContext(false);
      json.setWithMDC(false);
      json.setWithFormattedMessage(true);
      json.setWithMessage(false);
      json.setWithArguments(false);
      json.start();
      return json;
    }
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setContext(context);
    text.setPattern(PATTERN);
    text.start();
    return text;
  }
}
