package dev.partitura.editor.network;

import dev.partitura.editor.edit.Fragment;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A fragment as text for the clipboard, so that it can be pasted into another window: a line for
/// each op with its place, an empty line, and the ops as an ONNX model in base64. Weights beyond a
/// limit stay behind and are made anew when the layer is connected.
final class FragmentText {
  private static final String HEAD = "partitura ops 1";
  private static final long MOST_BYTES = 32L << 20;

  private FragmentText() {}

  static boolean isFragment(String text) {
    return text.startsWith(HEAD + "\n");
  }

  static String write(Fragment fragment, int opset) {
    var constants = new LinkedHashMap<>(fragment.initializers());
    long bytes = constants.values().stream().mapToLong(Constant::sizeBytes).sum();
    if (bytes > MOST_BYTES) {
      constants.values().removeIf(constant -> constant.sizeBytes() > 4096);
    }
    var ops =
        fragment.ops().stream().map(op -> without(op, fragment.initializers(), constants)).toList();
    var network = new Network("fragment", List.of(), List.of(), ops, constants, Map.of("", opset));
    var text = new StringBuilder(HEAD).append('\n');
    fragment
        .places()
        .forEach((op, at) ->
            text.append(at.x())
                .append('\t')
                .append(at.y())
                .append('\t')
                .append(op.name())
                .append('\n'));
    return text.append('\n')
        .append(Base64.getEncoder().encodeToString(OnnxWriter.bytesOf(network)))
        .toString();
  }

  private static Op without(Op op, Map<String, Constant> all, Map<String, Constant> kept) {
    return op.withInputs(
        op.inputs().stream()
            .map(name -> all.containsKey(name) && !kept.containsKey(name) ? "" : name)
            .toList());
  }

  /// @throws ProblemException when the text is not what [#write] writes
  static Fragment read(String text) {
    int body = text.indexOf("\n\n");
    if (!isFragment(text) || body < 0) {
      throw ProblemException.of("edit.paste.foreign", "");
    }
    try {
      var network =
          OnnxReader.readUnfinished(
              Base64.getDecoder().decode(text.substring(body + 2).strip()), "clipboard");
      var places = new LinkedHashMap<OpId, Position>();
      for (var line : text.substring(HEAD.length() + 1, body).split("\n")) {
        var parts = line.split("\t", 3);
        places.put(
            new OpId(parts[2]),
            new Position(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])));
      }
      return new Fragment(new ArrayList<>(network.ops()), network.initializers(), places);
    } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw ProblemException.of("edit.paste.damaged", "");
    }
  }
}
