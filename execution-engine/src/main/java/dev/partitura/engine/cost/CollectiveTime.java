package dev.partitura.engine.cost;

import dev.partitura.engine.operator.CollectiveKind;

/// What a collective takes that a library does as well as the links allow. Each member sends and
/// gets what the best algorithm must, 2(n-1)/n of the value for an all-reduce and (n-1)/n for the
/// others, over its share of the slowest link on the way; and the messages that follow each other
/// begin one link's latency apart, around a ring or along a tree, whichever is shorter.
///
/// Several members of one host share its way out to other hosts, each with a link of its own.
/// Source: Patarasuk and Yuan 2009, doi:10.1016/j.jpdc.2008.09.002; Thakur et al. 2005,
/// doi:10.1177/1094342005051521.
final class CollectiveTime {
  private static final double NANOS_PER_SECOND = 1e9;

  private CollectiveTime() {}

  /// A link's figures.
  record Wire(double bytesPerSecond, double latencyNanos) {}

  /// @param bytes of the whole value
  /// @param inside link between two of one host; any where each is alone on its host
  /// @param outside link between two hosts; any where there is one
  static double nanos(CollectiveKind kind, long bytes, Group group, Wire inside, Wire outside) {
    int members = group.members();
    int perHost = group.perHost();
    double passes =
        switch (kind) {
          case ALL_REDUCE -> 2;
          case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL -> 1;
        };
    double perSecond = inside.bytesPerSecond();
    double latency = inside.latencyNanos();
    if (group.hosts() > 1) {
      double out = outside.bytesPerSecond() * perHost;
      perSecond = perHost == 1 ? out : Math.min(perSecond, out);
      latency = Math.max(perHost == 1 ? 0 : latency, outside.latencyNanos());
    }
    double share = kind == CollectiveKind.ALL_TO_ALL ? 1.0 / members : 1;
    double moved = passes * share * bytes * (members - 1) / members;
    double steps = passes * Math.min(members - 1.0, Math.ceil(Math.log(members) / Math.log(2)));
    return steps * latency + NANOS_PER_SECOND * moved / perSecond;
  }
}
