package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeKindTest {
  private static final List<Attribute> VALUES =
      List.of(
          new Attribute.IntValue(1),
          new Attribute.FloatValue(1),
          new Attribute.StringValue("odd"),
          new Attribute.TensorValue(Tensor.ofFloats(new float[] {1})),
          new Attribute.NetworkValue(Network.empty("body")),
          new Attribute.Ints(List.of(1L)),
          new Attribute.Floats(List.of(1f)),
          new Attribute.Strings(List.of("odd")),
          new Attribute.Opaque("TYPE_PROTO", ""));

  private static List<String> problems(
      String domain, String type, int set, int inputs, Attributes attributes) {
    var op =
        new Op(
            new OpId("it"),
            domain,
            type,
            Collections.nCopies(inputs, "x"),
            List.of("y"),
            attributes);
    var network =
        new Network(
            "net",
            List.of(),
            List.of(),
            List.of(op),
            Map.of("x", Constant.of(Tensor.ofFloats(new float[6], 2, 3))),
            domain.isEmpty() ? Map.of("", set) : Map.of("", set, domain, 1));
    return TypeInference.infer(network).problems().stream().map(p -> p.message()).toList();
  }

  @Test
  void everyAttributeOfAWrongKindIsToldWithBothKinds() {
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (var operator : Operators.all()) {
      var signature = operator.signature();
      for (var parameter : signature.parameters()) {
        for (var value : VALUES) {
          var attributes = Attributes.NONE.with(parameter.name(), value);
          var told =
              String.join(
                  " ",
                  problems(
                      signature.domain(), signature.type(), 22, signature.minInputs(), attributes));
          var sentence =
              "Op it ("
                  + signature.type()
                  + ") takes [a-z ]+ as attribute "
                  + parameter.name()
                  + " but gets "
                  + value.kind()
                  + "\\.";
          boolean fits = fits(parameter.kind(), value) || signature.type().equals("Cast");
          asked += fits ? 0 : 1;
          if (!fits
              && !told.matches(sentence.replace("(", "\\(").replace(") takes", "\\) takes"))) {
            wrong.add(signature.type() + "." + parameter.name() + ": " + told);
          }
          if (told.contains("class ") || told.contains("cast") && !told.contains("(Cast")) {
            wrong.add(told);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(asked > 500, "Only " + asked + " combinations");
  }

  private static boolean fits(Signature.Kind kind, Attribute value) {
    return switch (kind) {
      case INT -> value instanceof Attribute.IntValue;
      case FLOAT -> value instanceof Attribute.FloatValue;
      case STRING -> value instanceof Attribute.StringValue;
      case TENSOR -> value instanceof Attribute.TensorValue;
      case NETWORK -> value instanceof Attribute.NetworkValue;
      case INTS -> value instanceof Attribute.Ints;
      case FLOATS -> value instanceof Attribute.Floats;
      case STRINGS -> value instanceof Attribute.Strings;
    };
  }

  @Test
  void attributesOfOldOperatorSetsAreToldToo() {
    var broadcast = Attributes.NONE.with("broadcast", new Attribute.StringValue("yes"));
    assertEquals(
        List.of(
            "Op it (Add) has inputs or attributes that do not fit: attribute broadcast is a text,"
                + " and a whole number is wanted."),
        problems("", "Add", 6, 2, broadcast));
  }
}
