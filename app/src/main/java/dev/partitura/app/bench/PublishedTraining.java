package dev.partitura.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A training of a transformer that others measured, in the words of this program.
///
/// @param seconds of a step
/// @param bytes of memory of a device; empty where nobody says
record PublishedTraining(
    String id, String model, String cluster, String plan, double seconds, OptionalDouble bytes) {
  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;

  /// Devices that tables call otherwise than the catalogue, by the beginning of their names.
  private static final List<Map.Entry<String, String>> DEVICES =
      List.of(
          Map.entry("A100-80GB-SXM", "A100-SXM4-80GB"),
          Map.entry("A100-40GB-SXM", "A100-SXM4-40GB"),
          Map.entry("A100 (DGX", "A100-SXM4-40GB"),
          Map.entry("H100-80GB-SXM", "H100-SXM5-80GB"),
          Map.entry("H100-96GB", "H100-SXM-96GB-HBM2e-500W"),
          Map.entry("H200", "H200-SXM"),
          Map.entry("GB200", "GB200"),
          Map.entry("V100-32GB", "V100-SXM2-32GB"));

  /// Trainers that do attention in one kernel; tables do not say so.
  private static final List<String> FUSING = List.of("mosaicml/llm-foundry", "pytorch/torchtitan");

  /// A column that says it of a row: [#FUSED].
  static final String ATTENTION = "attention";

  static final String FUSED = "fused";

  /// Why a row is not predicted, or the training.
  record Reading(Optional<PublishedTraining> training, String missing) {}

  /// Reads a row of a table in the columns of either kind.
  static Reading of(Map<String, String> row) {
    return GoldenRuns.are(row) ? GoldenRuns.reading(row) : inColumns(row);
  }

  /// Reads a row of `training_llm.csv`.
  static Reading inColumns(Map<String, String> row) {
    var words = new Row(row);
    var device =
        DEVICES.stream()
            .filter(each -> words.text("hardware").startsWith(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    long hidden = words.whole("hidden");
    long layers = words.whole("layers");
    long vocabulary = words.whole("vocab", 51_200);
    long length = words.whole("seq");
    long heads = words.whole("heads", Math.max(1, hidden / 128));
    long devices = words.whole("n_gpus");
    long tensor = words.whole("tp");
    long pipeline = words.whole("pp");
    long data = words.whole("dp");
    long batch = words.whole("global_batch");
    long micro = words.whole("micro_batch", pipeline == 1 && data > 0 ? batch / data : 0);
    var missing = new ArrayList<String>();
    require(missing, "hardware", device.isEmpty() ? 0 : 1);
    require(missing, "hidden", hidden);
    require(missing, "layers", layers);
    require(missing, "seq", length);
    require(missing, "tp", tensor);
    require(missing, "pp", pipeline);
    require(missing, "dp", data);
    require(missing, "global_batch", batch);
    require(missing, "micro_batch", micro);
    require(missing, "precision", words.text("precision").contains("fp8") ? 0 : 1);
    double seconds = words.number("iter_time_s");
    if (Double.isNaN(seconds)) {
      seconds = secondsOf(words, hidden, layers, length, vocabulary, batch, devices);
    }
    require(missing, "iter_time_s", Double.isNaN(seconds) ? 0 : 1);
    if (!missing.isEmpty()) {
      return new Reading(Optional.empty(), String.join(", ", missing));
    }
    long perHost = Math.min(devices, Math.max(1, words.whole("gpus_per_node", 8)));
    long hosts = Math.max(1, devices / perHost);
    double held = words.number("mem_gb_per_gpu");
    return new Reading(
        Optional.of(
            new PublishedTraining(
                words.text("id"),
                "%s:hidden=%d,layers=%d,heads=%d,seq=%d,vocab=%d%s"
                    .formatted(
                        words.text("family").isEmpty() ? "gpt" : words.text("family"),
                        hidden,
                        layers,
                        heads,
                        length,
                        vocabulary,
                        words.text(ATTENTION).equals(FUSED)
                                || FUSING.stream().anyMatch(words.text("source")::startsWith)
                            ? ",fused=1"
                            : ""),
                (hosts > 1 ? hosts + "*" : "") + perHost + "x" + device,
                plan(words, tensor, pipeline, data, micro, batch),
                seconds,
                Double.isNaN(held) ? OptionalDouble.empty() : OptionalDouble.of(held * GIGA))),
        "");
  }

  private static String plan(
      Row words, long tensor, long pipeline, long data, long micro, long batch) {
    var plan = new ArrayList<String>();
    add(plan, "data", data);
    add(plan, "tensor", tensor);
    add(plan, "pipeline", pipeline);
    if (plan.isEmpty()) {
      plan.add("single");
    }
    plan.add("micro-batch=" + micro);
    plan.add("global-batch=" + batch);
    plan.add("precision=bf16");
    long chunks = pipeline > 1 ? words.whole("interleave_v", 1) : 1;
    add(plan, "chunks", chunks);
    plan.add("schedule=" + (chunks > 1 ? "interleaved-1f1b" : "1f1b"));
    var again = words.text("recompute");
    if (again.startsWith("full")) {
      plan.add("recompute=full");
    } else if (again.equals("selective")) {
      plan.add("recompute=selective");
    }
    if (words.text("seq_parallel").equals("yes") && tensor > 1) {
      plan.add("sequence-parallel");
    }
    int zero = zero(words.text("zero_or_fsdp"));
    if (zero > 0 && data > 1) {
      plan.add("zero=" + zero);
    }
    return String.join(",", plan);
  }

  private static void add(List<String> plan, String word, long degree) {
    if (degree > 1) {
      plan.add(word + "=" + degree);
    }
  }

  private static int zero(String text) {
    if (text.contains("ZeRO-3") || text.contains("FSDP2")) {
      return 3;
    }
    return text.contains("ZeRO-2") ? 2 : text.contains("ZeRO-1") ? 1 : 0;
  }

  private static void require(List<String> missing, String column, long value) {
    if (value <= 0) {
      missing.add(column);
    }
  }

  /// Where a table tells operations a second of a device in place of a time: those of a step with
  /// its recomputation are 96 B s l h² (1 + s/6h + V/16lh), without it three quarters. Source:
  /// Narayanan et al. 2021, arXiv:2104.04473, equation 3.
  private static double secondsOf(
      Row words,
      double hidden,
      double layers,
      double length,
      double vocabulary,
      double batch,
      double devices) {
    double rate = words.number("tflops_per_gpu");
    double passes = words.text("recompute").startsWith("full") ? 96 : 72;
    double flops =
        passes
            * batch
            * length
            * layers
            * hidden
            * hidden
            * (1 + length / (6 * hidden) + vocabulary / (16 * layers * hidden));
    return flops / (devices * rate * TERA);
  }

  /// A row whose cells may be empty.
  private record Row(Map<String, String> cells) {
    String text(String column) {
      return cells.getOrDefault(column, "").strip();
    }

    double number(String column) {
      try {
        return text(column).isEmpty() ? Double.NaN : Double.parseDouble(text(column));
      } catch (NumberFormatException words) {
        return Double.NaN;
      }
    }

    /// 0 where there is none.
    long whole(String column) {
      return whole(column, 0);
    }

    long whole(String column, long unsaid) {
      double value = number(column);
      return Double.isNaN(value) ? unsaid : Math.round(value);
    }
  }
}
