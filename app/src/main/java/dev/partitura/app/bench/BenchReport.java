package dev.partitura.app.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the benchmark measured.
///
/// @param engineOverhead the largest share of a one-worker iteration that no kernel ran
/// @param dispatchPerSecond empty tasks of one worker
/// @param firstWindowMillis from the start of the program to a window that can be used; null where it could not be measured
public record BenchReport(
    List<NetworkScore> networks, double engineOverhead, double dispatchPerSecond, @Nullable Long firstWindowMillis) {
  public BenchReport {
    networks = List.copyOf(networks);
  }

  /// One network, in samples a second.
  public record NetworkScore(String name, int batch, List<Race.Score> ours, List<Race.Score> peers) {
    public NetworkScore {
      ours = List.copyOf(ours);
      peers = List.copyOf(peers);
    }

    public Race.Score oursBest() {
      return best(ours);
    }

    public Race.Score peerBest() {
      return best(peers);
    }

    public double ratio() {
      return oursBest().samplesPerSecond() / peerBest().samplesPerSecond();
    }

    private static Race.Score best(List<Race.Score> scores) {
      return scores.stream().max(Comparator.comparingDouble(Race.Score::samplesPerSecond)).orElseThrow();
    }
  }

  /// Geometric mean of the networks' ratios.
  public double geomeanRatio() {
    return Math.exp(networks.stream().mapToDouble(network -> Math.log(network.ratio())).average().orElse(Double.NaN));
  }

  public ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("networks");
    for (var network : networks) {
      var entry =
          list.addObject()
              .put("name", network.name())
              .put("batch", network.batch())
              .put("oursBest", network.oursBest().samplesPerSecond())
              .put("peerBest", network.peerBest().samplesPerSecond())
              .put("ratio", network.ratio());
      putAll(entry.putObject("ours"), network.ours());
      putAll(entry.putObject("peers"), network.peers());
    }
    json.put("geomeanRatio", geomeanRatio());
    json.put("engineOverhead", engineOverhead);
    json.put("dispatchPerSecond", dispatchPerSecond);
    json.put("firstWindowMillis", firstWindowMillis);
    return json;
  }

  private static void putAll(ObjectNode target, List<Race.Score> scores) {
    scores.forEach(score -> target.put(score.name(), score.samplesPerSecond()));
  }
}
