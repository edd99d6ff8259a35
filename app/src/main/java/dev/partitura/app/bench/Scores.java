package dev.partitura.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What the benchmark measured.
///
/// @param engineOverhead largest share of the wall time on one worker that no kernel used
/// @param dispatchPerSecond empty tasks that one worker runs in a second
/// @param firstWindowMillis from the start of the process to the drawn window; empty where it
///   cannot be measured
public record Scores(
    List<NetworkScore> networks,
    double engineOverhead,
    double dispatchPerSecond,
    OptionalLong firstWindowMillis) {
  public Scores {
    networks = List.copyOf(networks);
  }

  /// One network at one batch, in samples a second.
  ///
  /// @param oneCoreRatio ours against theirs on one core each
  /// @param ours rate by plan
  /// @param peers rate by way of running ONNX Runtime
  public record NetworkScore(
      String name,
      int batch,
      double oursBest,
      double peerBest,
      double oneCoreRatio,
      Map<String, Double> ours,
      Map<String, Double> peers) {
    public NetworkScore {
      ours = Collections.unmodifiableMap(new LinkedHashMap<>(ours));
      peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    public double ratio() {
      return oursBest / peerBest;
    }
  }

  public double geomeanRatio() {
    return Math.exp(
        networks.stream().mapToDouble(network -> Math.log(network.ratio())).average().orElse(0));
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var list = root.putArray("networks");
    for (var network : networks) {
      var entry = list.addObject();
      entry.put("name", network.name()).put("batch", network.batch());
      entry
          .put("oursBest", network.oursBest())
          .put("peerBest", network.peerBest())
          .put("ratio", network.ratio());
      entry.put("oneCoreRatio", network.oneCoreRatio());
      put(entry.putObject("ours"), network.ours());
      put(entry.putObject("peers"), network.peers());
    }
    root.put("geomeanRatio", geomeanRatio());
    root.put("engineOverhead", engineOverhead);
    root.put("dispatchPerSecond", dispatchPerSecond);
    if (firstWindowMillis.isPresent()) {
      root.put("firstWindowMillis", firstWindowMillis.getAsLong());
    } else {
      root.putNull("firstWindowMillis");
    }
    return JsonText.write(root);
  }

  private static void put(ObjectNode object, Map<String, Double> rates) {
    rates.forEach(object::put);
  }
}
