package footfall.serving.cluster;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs the members of a cluster that come and go; one that cannot be reached is a warning. */
final class MemberLog extends AbstractBehavior<ClusterEvent.ClusterDomainEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(MemberLog.class);

  private MemberLog(ActorContext<ClusterEvent.ClusterDomainEvent> context) {
    super(context);
    Cluster cluster = Cluster.get(context.getSystem());
    cluster.subscriptions().tell(Subscribe.create(context.getSelf().narrow(), MemberEvent.class));
    cluster
        .subscriptions()
        .tell(Subscribe.create(context.getSelf().narrow(), ClusterEvent.ReachabilityEvent.class));
  }

  static Behavior<ClusterEvent.ClusterDomainEvent> create() {
    return Behaviors.setup(MemberLog::new);
  }

  @Override
  public Receive<ClusterEvent.ClusterDomainEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(
            UnreachableMember.class,
            event -> log(LOG.atWarn(), event.member(), "cannot be reached"))
        .onMessage(
            ReachableMember.class,
            event -> log(LOG.atInfo(), event.member(), "can be reached again"))
        .onMessage(
            MemberEvent.class,
            event -> log(LOG.atInfo(), event.member(), "is " + event.member().status()))
        .onAnyMessage(event -> this)
        .build();
  }

  private MemberLog log(LoggingEventBuilder at, Member member, String what) {
    at.addKeyValue("member", member.address().hostPort())
        .addKeyValue("roles", member.getRoles())
        .log("member {}", what);
    return this;
  }
}
