package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A cluster in a few words: `cpu` or `cpu:2` for workers of this machine, `gpu:1` for a card of
/// it, `cpu:2,gpu:1` for both, `mpi:4` or `mpi:2xcpu:2` for ranks of it; out of the catalogue
/// `A100-SXM4-80GB` one device, `8xA100-SXM4-80GB` a host of eight, `16*8xA100-SXM4-80GB` sixteen
/// such hosts. Behind a comma `intra=NVLink 3 (A100)` and `inter=IB HDR 200G` say what joins the
/// devices of a host and those of different hosts.
public final class ClusterWords {
  private static final String INTRA = "intra";
  private static final String INTER = "inter";

  private static final Pattern COUNTED =
      Pattern.compile("(?:(-?[0-9]+)\\s*\\*\\s*)?(?:(-?[0-9]+)\\s*x\\s*)?(.*)");

  private ClusterWords() {}

  /// Whether a text is meant so, right or wrong, and not as the name of a file.
  public static boolean looksLike(String text) {
    var first = text.split(",", -1)[0].strip();
    var counted = COUNTED.matcher(first);
    return Clusters.looksLocal(text)
        || first.startsWith("mpi:")
        || Catalogue.hasDevice(first)
        || counted.matches() && Catalogue.hasDevice(counted.group(3));
  }

  /// @throws ProblemException when the text describes no cluster
  public static Cluster parse(String text) {
    if (Clusters.looksLocal(text)) {
      return Clusters.ofThisMachine(text);
    }
    if (text.startsWith("mpi:")) {
      return Clusters.ranks(text);
    }
    var words = text.split(",", -1);
    var first = words[0].strip();
    if (first.isEmpty()) {
      throw ProblemException.of("cluster.unknown", text, text);
    }
    var counted = COUNTED.matcher(first);
    var model = counted.matches() ? counted.group(3) : first;
    if (Catalogue.hasDevice(first)) {
      return built(text, first, 1, 1, fabricWords(text, words));
    }
    if (!Catalogue.hasDevice(model) && !model.contains("-") && !first.matches("[0-9].*")) {
      throw ProblemException.of("cluster.unknown", text, text);
    }
    Catalogue.device(model);
    return built(
        text,
        model,
        count(text, counted.group(1)),
        count(text, counted.group(2)),
        fabricWords(text, words));
  }

  private static Cluster built(
      String text, String model, int hosts, int devices, Map<String, LinkModel> links) {
    if ((long) hosts * devices > ClusterBuilder.MOST_DEVICES) {
      throw tooMany(text);
    }
    var device = Catalogue.device(model);
    var usual = UsualLinks.of(device);
    var cluster = new ClusterBuilder();
    for (int host = 0; host < hosts; host++) {
      cluster.host("host" + host);
      cluster.devices(device, devices);
    }
    return cluster.build(
        text,
        List.of(),
        new Fabric(
            links.getOrDefault(INTRA, usual.intraHost()),
            links.getOrDefault(INTER, usual.interHost())));
  }

  private static int count(String text, @Nullable String digits) {
    if (digits == null) {
      return 1;
    }
    if (digits.startsWith("-") || digits.matches("0+")) {
      throw ProblemException.of("cluster.count", text, digits);
    }
    if (digits.length() > 9) {
      throw tooMany(text);
    }
    return Integer.parseInt(digits);
  }

  private static ProblemException tooMany(String text) {
    return ProblemException.of("cluster.devices.many", text, text, ClusterBuilder.MOST_DEVICES);
  }

  private static Map<String, LinkModel> fabricWords(String text, String[] words) {
    var links = new LinkedHashMap<String, LinkModel>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      var word = equals < 0 ? words[i].strip() : words[i].substring(0, equals).strip();
      if (equals < 0 || !word.equals(INTRA) && !word.equals(INTER)) {
        throw ProblemException.of("cluster.word.unknown", text, text, word);
      }
      if (links.put(word, Catalogue.link(words[i].substring(equals + 1).strip())) != null) {
        throw ProblemException.of("cluster.word.twice", text, text, word);
      }
    }
    return links;
  }
}
