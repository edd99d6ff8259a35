package dev.partitura.app.bench;

import dev.partitura.engine.execute.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Lets contenders take turns and keeps the median of each.
final class Match {
  private static final long SHORTEST_TURN_NANOS = 40_000_000;

  private Match() {}

  /// Samples a second of each contender, in order.
  ///
  /// @param rounds turns of each contender; every turn begins with a run that does not count
  static Map<Contender, Double> play(List<? extends Contender> contenders, int rounds) {
    var times = new LinkedHashMap<Contender, Integer>();
    var nanos = new LinkedHashMap<Contender, long[]>();
    for (var contender : contenders) {
      contender.run(1);
      long once = Math.max(1, contender.run(1));
      times.put(contender, (int) Math.max(1, Math.ceilDiv(SHORTEST_TURN_NANOS, once)));
      nanos.put(contender, new long[rounds]);
    }
    for (int round = 0; round < rounds; round++) {
      for (var contender : contenders) {
        contender.run(1);
        int count = times.getOrDefault(contender, 1);
        nanos.getOrDefault(contender, new long[rounds])[round] = contender.run(count) / count;
      }
    }
    var rates = new LinkedHashMap<Contender, Double>();
    nanos.forEach((contender, measured) ->
        rates.put(contender, contender.samples() * 1e9 / Spread.median(measured)));
    return rates;
  }

  /// The highest rate among the contenders that `wanted` picks.
  static double best(Map<Contender, Double> rates, Predicate<Contender> wanted) {
    return rates.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }
}
