package dev.partitura.engine.plan.collective;

import java.util.List;
import java.util.Optional;

/// The catalogue of all-reduce algorithms: one line each.
public final class AllReduces {
  /// What a plan takes that names none.
  public static final String RING = "ring";

  private static final List<AllReduce> ALL =
      List.of(new Ring(), new Tree(), new RecursiveDoubling(), new Server());

  private AllReduces() {}

  public static List<AllReduce> all() {
    return ALL;
  }

  public static List<String> names() {
    return ALL.stream().map(AllReduce::name).toList();
  }

  public static Optional<AllReduce> find(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
