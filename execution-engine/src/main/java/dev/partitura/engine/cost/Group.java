package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.Device;
import java.util.List;

/// Devices that exchange values, as far as it matters for how long that takes.
///
/// @param hosts on which they lie
/// @param first any of them
/// @param near another of its host, or one of another host where it is alone on its own
/// @param far one of another host, or one of the same where there is one host
record Group(int members, int hosts, Device first, Device near, Device far) {
  /// @param members at least 2, those of one host behind each other
  static Group of(List<Device> members) {
    var first = members.getFirst();
    var near = first;
    var far = first;
    int hosts = 1;
    for (int i = 1; i < members.size(); i++) {
      var member = members.get(i);
      boolean isNear = member.host().equals(first.host());
      near = isNear ? member : near;
      far = isNear ? far : member;
      hosts += member.host().equals(members.get(i - 1).host()) ? 0 : 1;
    }
    return new Group(
        members.size(),
        hosts,
        first,
        near.equals(first) ? far : near,
        far.equals(first) ? near : far);
  }

  /// Of one host.
  int perHost() {
    return Math.max(1, members / hosts);
  }
}
