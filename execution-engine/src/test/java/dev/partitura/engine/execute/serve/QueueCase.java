package dev.partitura.engine.execute.serve;

import java.util.HashMap;
import java.util.Map;

/// A row of the table of closed forms, as the queue that it is about.
public record QueueCase(
    Map<String, String> row, Arrivals arrivals, ServiceTime service, QueueSettings settings) {

  public static QueueCase of(Map<String, String> row) {
    var numbers = new HashMap<String, String>();
    for (var word : row.get("params").split(" (?=[a-zA-Z_0-9]+=)")) {
      int equals = word.indexOf('=');
      numbers.put(word.substring(0, equals), word.substring(equals + 1));
    }
    var model = row.get("model");
    var arrivals =
        numbers.containsKey("interarrival")
            ? "constant:" + 1 / Double.parseDouble(numbers.get("interarrival"))
            : "poisson:" + numbers.get("lam");
    int servers = Integer.parseInt(numbers.getOrDefault("c", "1"));
    int queueMax =
        numbers.containsKey("K")
            ? Integer.parseInt(numbers.get("K")) - servers
            : QueueSettings.UNLIMITED;
    int batchMax =
        model.endsWith("no limit")
            ? 1_000_000
            : Integer.parseInt(numbers.getOrDefault("max_batch", "1"));
    long deadline =
        Math.round(Double.parseDouble(numbers.getOrDefault("deadline", "0")) * Arrivals.NANOS);
    return new QueueCase(
        row,
        ArrivalsText.read(arrivals),
        ServiceText.read(service(numbers)),
        new QueueSettings(servers, batchMax, 0, queueMax, QueuePolicy.FIFO, deadline, false));
  }

  private static String service(Map<String, String> numbers) {
    if (numbers.containsKey("mu")) {
      return "exponential:" + 1 / Double.parseDouble(numbers.get("mu"));
    }
    if (numbers.containsKey("t0")) {
      return "linear:" + numbers.get("t0") + "," + numbers.get("per_item");
    }
    if (!numbers.containsKey("service_mean")) {
      return "constant:" + numbers.get("service");
    }
    double mean = Double.parseDouble(numbers.get("service_mean"));
    var kind = numbers.get("service");
    if (kind.startsWith("Erlang-")) {
      return "erlang:" + kind.substring("Erlang-".length()) + "," + mean;
    }
    if (kind.startsWith("uniform")) {
      return "uniform:0," + 2 * mean;
    }
    if (kind.startsWith("lognormal")) {
      return "lognormal:" + mean + "," + numbers.get("sigma");
    }
    if (kind.startsWith("hyperexponential")) {
      return "hyperexponential:" + mean + "," + numbers.get("cv2");
    }
    return "points:" + kind.replace("two-point ", "").replace(' ', ',');
  }

  @Override
  public String toString() {
    return row.get("id") + " " + row.get("model") + " " + row.get("params");
  }
}
