package dev.partitura.engine.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// A vertex of the network: one application of an operator to named values. Immutable.
///
/// @param id unique within the network
/// @param domain operator set, empty for ONNX's own
/// @param type operator name, such as `Conv`
/// @param inputs value names in the operator's order; an empty string is an absent optional input
/// @param outputs value names in the operator's order; an empty string is an output nobody wants
public record Op(
    OpId id,
    String domain,
    String type,
    List<String> inputs,
    List<String> outputs,
    Attributes attributes) {
  public Op {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public String name() {
    return id.name();
  }

  /// The operator with its domain, such as `com.microsoft.FusedGemm`; ONNX's own without.
  public String qualifiedType() {
    return domain.isEmpty() ? type : domain + "." + type;
  }

  /// Values of the surrounding network that bodies in the attributes read, in order of first use.
  public List<String> captures() {
    if (!attributes.hasBodies()) {
      return List.of();
    }
    var captured = new LinkedHashSet<String>();
    for (var attribute : attributes.byName().values()) {
      if (attribute instanceof Attribute.NetworkValue(var body)) {
        captured.addAll(body.freeValues());
      }
    }
    return List.copyOf(captured);
  }

  /// Every value this op waits for: the present inputs, then the captures.
  public List<String> dependencies() {
    if (!attributes.hasBodies() && !inputs.contains("")) {
      return inputs;
    }
    var names = new ArrayList<String>();
    for (var input : inputs) {
      if (!input.isEmpty()) {
        names.add(input);
      }
    }
    names.addAll(captures());
    return names;
  }

  public Op withId(OpId newId) {
    return new Op(newId, domain, type, inputs, outputs, attributes);
  }

  public Op withInputs(List<String> newInputs) {
    return new Op(id, domain, type, newInputs, outputs, attributes);
  }

  public Op withOutputs(List<String> newOutputs) {
    return new Op(id, domain, type, inputs, newOutputs, attributes);
  }

  public Op withAttributes(Attributes newAttributes) {
    return new Op(id, domain, type, inputs, outputs, newAttributes);
  }
}
