package dev.partitura.engine.planner.shop;

import java.util.List;

/// All priorities that list scheduling tries.
final class ListPriorities {
  static final List<ListPriority> ALL =
      List.of(
          new UpwardRank(),
          new BottomLevel(),
          new LongestWay(),
          new LongestTask(),
          new PeakFirst());

  private ListPriorities() {}
}
