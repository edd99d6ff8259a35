package dev.partitura.ui.run;

import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Preset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How many of what a plan has: the preset by which stages and replicas lie, its degrees, and among
/// how many shards each of its places splits tensors. Immutable.
///
/// @param each degrees of the preset in the order of its words; 0 for one that it finds itself
/// @param shards 1 where tensors are whole
public record Degrees(Preset kind, List<Integer> each, int shards) {
  static final String TENSOR = "tensor";
  private static final int PAIR = 2;

  public Degrees {
    each = List.copyOf(each);
  }

  /// Those of a plan; null for one that came from no preset.
  static @Nullable Degrees of(Parallelism plan) {
    var kind = Presets.of(plan);
    return kind == null ? null : new Degrees(kind, kind.degreesOf(plan), plan.shards());
  }

  /// The strategies that a person chooses from. A preset that mixes others is a hybrid.
  static List<String> strategies() {
    var names = new ArrayList<String>();
    Presets.all().stream()
        .filter(preset -> preset.words().size() == 1)
        .forEach(preset -> names.add(preset.name()));
    names.add(Presets.TENSOR);
    names.add(Presets.HYBRID);
    return names;
  }

  /// What there is to mix, each with the least degrees: presets that mix others, and those whose
  /// places can be split.
  static List<Degrees> mixes() {
    var mixes = new ArrayList<Degrees>();
    for (var preset : Presets.all()) {
      if (preset.words().size() > 1) {
        mixes.add(least(preset, 1));
      }
    }
    for (var preset : Presets.all()) {
      if (preset.hasDegrees()) {
        mixes.add(least(preset, PAIR));
      }
    }
    return mixes;
  }

  private static Degrees least(Preset preset, int shards) {
    return new Degrees(preset, preset.firstDegrees(preset.leastDevices()), shards);
  }

  /// The degrees to begin a strategy with.
  ///
  /// @param devices to use, as far as it can use them; at least as many as it needs
  static Degrees first(String strategy, int devices) {
    if (strategy.equals(Presets.TENSOR)) {
      var single = Presets.named("single");
      return new Degrees(single, single.firstDegrees(1), Math.max(PAIR, devices));
    }
    return strategy.equals(Presets.HYBRID)
        ? mixes().getFirst().on(devices)
        : new Degrees(Presets.named(strategy), Presets.named(strategy).firstDegrees(devices), 1);
  }

  /// The same mix on so many devices.
  Degrees on(int devices) {
    int places = Math.max(kind.leastDevices(), devices / shards);
    return new Degrees(kind, kind.firstDegrees(places), shards);
  }

  /// The strategy that has these degrees.
  String strategy() {
    if (shards > 1) {
      return kind.hasDegrees() ? Presets.HYBRID : Presets.TENSOR;
    }
    return kind.words().size() > 1 ? Presets.HYBRID : kind.name();
  }

  boolean isSameMix(Degrees other) {
    return kind.equals(other.kind) && shards > 1 == other.shards > 1;
  }

  int leastDevices() {
    return kind.leastDevices() * (shards > 1 ? PAIR : 1);
  }

  /// The words that a number stands behind.
  List<String> words() {
    var words = new ArrayList<>(kind.hasDegrees() ? kind.words() : List.<String>of());
    if (shards > 1) {
      words.add(TENSOR);
    }
    return words;
  }

  /// The number behind a word; 0 for one that the preset finds itself.
  int degree(String word) {
    return word.equals(TENSOR) ? shards : each.get(kind.words().indexOf(word));
  }

  Degrees with(String word, int degree) {
    if (word.equals(TENSOR)) {
      return new Degrees(kind, each, degree);
    }
    var changed = new ArrayList<>(each);
    changed.set(kind.words().indexOf(word), degree);
    return new Degrees(kind, changed, shards);
  }

  /// Devices that they take; one for each that the preset finds itself.
  int devices() {
    return shards * each.stream().reduce(1, (one, other) -> one * Math.max(1, other));
  }

  /// Such as `Pipeline × Tensor`.
  String name(Texts texts) {
    return words().stream()
        .map(word -> PlanLabel.strategy(word, texts))
        .collect(Collectors.joining(" × "));
  }

  /// Every word behind which some plan has a number.
  static List<String> allWords() {
    var words = new ArrayList<String>();
    mixes().forEach(mix -> words.addAll(mix.words()));
    return words.stream().distinct().toList();
  }
}
