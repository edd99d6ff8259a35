package dev.partitura.engine.plan.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The catalogue of schedules: one line each.
public final class Schedules {
  private static final List<Schedule> ALL = List.of(new Forward());

  private Schedules() {}

  public static List<Schedule> all() {
    return ALL;
  }

  /// The schedule of this name, or null.
  public static @Nullable Schedule find(String name) {
    return ALL.stream().filter(schedule -> schedule.name().equals(name)).findFirst().orElse(null);
  }
}
