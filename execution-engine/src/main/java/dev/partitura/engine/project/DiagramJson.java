package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.Phrase;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/// A diagram as JSON.
final class DiagramJson {
  private DiagramJson() {}

  static ObjectNode write(Diagram diagram) {
    var root = JsonText.object();
    var positions = root.putObject("positions");
    diagram
        .positions()
        .forEach((op, position) -> {
          if (Double.isFinite(position.x()) && Double.isFinite(position.y())) {
            positions.putArray(op.name()).add(position.x()).add(position.y());
          }
        });
    var collapsed = root.putArray("collapsed");
    diagram.collapsed().forEach(collapsed::add);
    return root;
  }

  static Diagram read(JsonEntry root) {
    root.allow(Set.of("positions", "collapsed"));
    var positions = new LinkedHashMap<OpId, Diagram.Position>();
    var entry = root.object("positions");
    entry
        .node()
        .properties()
        .forEach(property -> {
          var pair = property.getValue();
          if (property.getKey().isEmpty() || !pair.isArray() || pair.size() != 2) {
            throw entry.wrong(property.getKey(), Phrase.of("words.json.pair"));
          }
          positions.put(
              new OpId(property.getKey()),
              new Diagram.Position(
                  entry.finite(pair.get(0), property.getKey()),
                  entry.finite(pair.get(1), property.getKey())));
        });
    var collapsed = new LinkedHashSet<String>();
    for (var prefix : root.list("collapsed")) {
      if (!prefix.isTextual()) {
        throw root.wrong("collapsed", Phrase.of("words.json.names"));
      }
      collapsed.add(prefix.asText());
    }
    return new Diagram(positions, collapsed);
  }
}
