package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.regex.Pattern;

/// Whether what a command printed on its error stream is a refusal for a person: whole sentences
/// without the names of Java's classes, which name something of this network or the numbers of the
/// plan, and nothing that the network does not have.
final class Refusal {
  private static final int SHORTEST = 12;
  private static final Pattern INTERNAL =
      Pattern.compile("\\w+(Exception|Error)\\b|\\bat [\\w.$]+\\(|dev\\.partitura|itself failed");
  private static final Pattern OP_WITH_TYPE = Pattern.compile("\\b[Oo]p (\\S+) \\((\\w+)\\)");
  private static final Pattern THING =
      Pattern.compile(
          "\\b(?:[Oo]ps?|[Ii]nputs?|[Oo]utputs?|[Vv]alues?|[Aa]xis|[Ii]nitializers?|[Ff]unction|[Oo]perator)"
              + " ([^\\s,;]+?)(?=[.,;:]?(\\s|$))");
  private static final Pattern NUMBER_OF_THE_PLAN =
      Pattern.compile("\\b\\d+ (replicas?|micro-batch(es)?|stages?|ops?|samples?|rows)\\b");

  private Refusal() {}

  static void assertPlain(String message) {
    assertTrue(message.length() >= SHORTEST, () -> "A refusal says something: " + message);
    assertTrue(message.endsWith("."), () -> "A refusal is a sentence: " + message);
    assertFalse(INTERNAL.matcher(message).find(), () -> "Not for a user: " + message);
  }

  static void assertTrueOf(Network network, String message) {
    assertPlain(message);
    var types = new HashMap<String, String>();
    var things = new HashSet<String>();
    network.inputs().stream().map(Value::name).forEach(things::add);
    network.outputs().stream().map(Value::name).forEach(things::add);
    things.addAll(network.initializers().keySet());
    for (Op op : network.ops()) {
      types.put(op.name(), op.type());
      things.add(op.name());
      things.add(op.type());
      things.add(op.domain() + "." + op.type());
      things.addAll(op.outputs());
    }
    var told = OP_WITH_TYPE.matcher(message);
    while (told.find()) {
      var name = told.group(1);
      var type = told.group(2);
      assertTrue(
          type.equals(types.get(name)), () -> "No op " + name + " is a " + type + ": " + message);
    }
    boolean named =
        THING.matcher(message).results().anyMatch(found -> things.contains(found.group(1)));
    assertTrue(
        named || NUMBER_OF_THE_PLAN.matcher(message).find(),
        () -> "Names nothing of the network or the plan: " + message);
  }
}
