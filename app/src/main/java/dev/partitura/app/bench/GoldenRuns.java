package dev.partitura.app.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Trainings that the tests of a trainer run again and again on eight devices, in a table of their
/// own columns: `family`, `env`, `tp`, `pp`, `layers_per_vp`, `cp`, `layers`, `hidden`, `heads`,
/// `seq`, `mbs`, `gbs`, `recompute`, `dist_opt`, `seq_parallel`, `precision`, `iter_time_median_s`,
/// `mem_max_alloc_bytes`.
final class GoldenRuns {
  private static final String FAMILY = "family";
  private static final String TIME = "iter_time_median_s";
  private static final long DEVICES = 8;
  private static final double GIGA = 1e9;

  private GoldenRuns() {}

  static boolean are(Map<String, String> row) {
    return row.containsKey(TIME) && row.containsKey("env");
  }

  /// The row in the columns of [PublishedTraining], or why not.
  static PublishedTraining.Reading reading(Map<String, String> row) {
    var family = row.getOrDefault(FAMILY, "");
    if (!family.equals("gpt") && !family.equals("bert")) {
      return missing("all sizes of a network of kind " + family);
    }
    if (degree(row, "cp") > 1 || degree(row, "ep") > 1) {
      return missing("a plan of ours: its sequences or experts are split");
    }
    if (row.getOrDefault(TIME, "").isBlank()) {
      return missing(TIME);
    }
    long tensor = degree(row, "tp");
    long pipeline = degree(row, "pp");
    if (tensor > DEVICES || pipeline > DEVICES || DEVICES % (tensor * pipeline) != 0) {
      return missing("degrees whose product divides " + DEVICES + " devices");
    }
    if (number(row, "layers") % (pipeline * Math.max(1, number(row, "layers_per_vp"))) != 0) {
      return missing("layers that stages and chunks share evenly");
    }
    var cells = new LinkedHashMap<String, String>();
    cells.put("id", row.getOrDefault("id", ""));
    cells.put(FAMILY, family);
    cells.put("hardware", hardware(row.getOrDefault("env", "")));
    cells.put("n_gpus", String.valueOf(DEVICES));
    cells.put("gpus_per_node", row.getOrDefault("env", "").contains("gb200") ? "4" : "8");
    for (var column : new String[] {"hidden", "layers", "heads", "seq", "recompute"}) {
      cells.put(column, row.getOrDefault(column, ""));
    }
    cells.put("vocab", family.equals("bert") ? "30592" : "51200");
    cells.put("tp", String.valueOf(tensor));
    cells.put("pp", String.valueOf(pipeline));
    cells.put("dp", String.valueOf(DEVICES / (tensor * pipeline)));
    cells.put("interleave_v", String.valueOf(chunks(row, pipeline)));
    cells.put("micro_batch", row.getOrDefault("mbs", ""));
    cells.put("global_batch", row.getOrDefault("gbs", ""));
    cells.put("seq_parallel", is(row, "seq_parallel") ? "yes" : "no");
    cells.put("zero_or_fsdp", is(row, "dist_opt") ? "ZeRO-1" : "");
    // Cases with the layers of Transformer Engine, which does attention in one kernel.
    cells.put(
        PublishedTraining.ATTENTION,
        row.getOrDefault("case", "").contains("_te_") ? PublishedTraining.FUSED : "");
    cells.put("precision", row.getOrDefault("precision", ""));
    cells.put("iter_time_s", row.getOrDefault(TIME, ""));
    double bytes = number(row, "mem_max_alloc_bytes");
    cells.put("mem_gb_per_gpu", bytes > 0 ? String.valueOf(bytes / GIGA) : "");
    return PublishedTraining.inColumns(cells);
  }

  private static PublishedTraining.Reading missing(String what) {
    return new PublishedTraining.Reading(Optional.empty(), what);
  }

  private static String hardware(String environment) {
    if (environment.contains("gb200")) {
      return "GB200";
    }
    if (environment.contains("h100")) {
      return "H100-80GB-SXM";
    }
    return environment.contains("a100") ? "A100-80GB-SXM" : "";
  }

  /// A column with a degree says how many layers a chunk has.
  private static long chunks(Map<String, String> row, long pipeline) {
    long each = Math.round(number(row, "layers_per_vp"));
    long layers = Math.round(number(row, "layers"));
    return each > 0 ? layers / (pipeline * each) : 1;
  }

  private static boolean is(Map<String, String> row, String column) {
    return row.getOrDefault(column, "").equalsIgnoreCase("true");
  }

  private static long degree(Map<String, String> row, String column) {
    return Math.max(1, Math.round(number(row, column)));
  }

  /// 0 where there is none.
  private static double number(Map<String, String> row, String column) {
    var text = row.getOrDefault(column, "");
    try {
      return text.isBlank() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException words) {
      return 0;
    }
  }
}
