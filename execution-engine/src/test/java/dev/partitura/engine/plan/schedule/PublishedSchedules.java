package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/// The orders of other generators, with their times.
///
/// @param words of each device
record PublishedSchedules(
    String name,
    int devices,
    int microBatches,
    int chunks,
    int sequenceChunks,
    double forward,
    double input,
    double weight,
    double transfer,
    double pair,
    List<List<String>> words,
    JsonNode evaluated) {
  static final Path FOLDER = Path.of("../../shared/cases/schedules").toAbsolutePath().normalize();

  static List<PublishedSchedules> all() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "Skipped: there is no " + FOLDER);
    var all = new ArrayList<PublishedSchedules>();
    try (var files = Files.newDirectoryStream(FOLDER, "orders_*.json.gz")) {
      for (var file : files) {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
          new ObjectMapper().readTree(in).forEach(node -> all.add(of(node)));
        }
      }
    }
    return all;
  }

  private static PublishedSchedules of(JsonNode node) {
    int devices = node.path("p").asInt();
    var times = node.path("op_times");
    var costs = node.path("cost_F_B_W_comm");
    boolean splits = node.path("order").toString().matches("(?s).*[IW].*");
    double[] nanos =
        costs.isArray()
            ? new double[] {
              costs.get(0).asDouble(), costs.get(1).asDouble(),
              costs.get(2).asDouble(), costs.get(3).asDouble()
            }
            : times.has("F")
                ? new double[] {
                  times.path("F").asDouble(), times.path("I").asDouble(),
                  times.path("W").asDouble(), node.path("p2p_latency").asDouble()
                }
                : new double[] {
                  times.path("forward").asDouble(),
                  splits ? times.path("backward_D").asDouble() : times.path("backward").asDouble(),
                  splits ? times.path("backward_W").asDouble() : 0,
                  node.path("p2p_latency").asDouble()
                };
    return new PublishedSchedules(
        node.path("schedule").asText(),
        devices,
        node.path("m").asInt(),
        node.has("chunks") ? node.path("chunks").asInt() : node.path("stages").asInt() / devices,
        node.path("seq_splits").asInt(1),
        nanos[0],
        nanos[1],
        nanos[2],
        nanos[3],
        times.path("overlapped_forward_backward").asDouble(Double.NaN),
        StreamSupport.stream(node.path("order").spliterator(), false)
            .map(device ->
                StreamSupport.stream(device.spliterator(), false).map(JsonNode::asText).toList())
            .toList(),
        node.path("evaluated"));
  }

  /// The name here of a published one whose order is unique; empty for one that was searched.
  String ours() {
    return switch (name.replaceAll(" v=\\d+$", "")) {
      case "GPipe" -> "gpipe";
      case "1F1B" -> "1f1b";
      case "eager-1F1B" -> "eager-1f1b";
      case "1F1B-overlap" -> "1f1b-overlap";
      case "interleaved-1F1B" -> "interleaved-1f1b";
      case "interleaved-1F1B-overlap" -> "interleaved-1f1b-overlap";
      case "looped-BFS" -> "breadth-first";
      case "ZB-1P" -> "zb-h1";
      case "ZB-1F1B (minPP)" -> "zb-1f1b";
      case "Seq1F1B" -> "seq1f1b";
      case "DualPipe" -> "dualpipe";
      case "DualPipe-V" -> "dualpipe-v";
      default -> "";
    };
  }

  /// The name here of a published one that was searched; empty for one whose order is unique.
  String searched() {
    return name.startsWith("ZB-V")
        ? "zb-v"
        : name.startsWith("V-Half")
            ? "v-half"
            : name.startsWith("V-1F1B")
                ? "v-1f1b"
                : name.startsWith("V-Min") ? "v-min" : name.matches("ZB-[12]p .*") ? "zb-auto" : "";
  }

  ScheduleProblem problem(Schedule schedule) {
    return problem(schedule, 0);
  }

  /// @param most pieces of chunks that a device may hold; 0 where all fit
  ScheduleProblem problem(Schedule schedule, int most) {
    var nanos =
        schedule.splitsBackward()
            ? Map.of(Phase.F, forward, Phase.B, input, Phase.W, weight)
            : Map.of(Phase.F, forward, Phase.B, input + weight);
    return Pipelines.of(
        schedule, devices, microBatches, chunks, sequenceChunks, nanos, transfer, most);
  }

  @Override
  public String toString() {
    return "%s p=%d m=%d v=%d q=%d %s %s %s %s"
        .formatted(
            name, devices, microBatches, chunks, sequenceChunks, forward, input, weight, transfer);
  }
}
