package dev.partitura.engine.planner.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.partitura.engine.problem.ProblemException;

/// Reads the fields of a foreign JSON file, and refuses what a plan cannot be made of.
///
/// @param source what a sentence calls the file
record Fields(Object source) {

  JsonNode list(JsonNode from, String field) {
    var list = from.path(field);
    if (!list.isArray()) {
      throw ProblemException.of("planner.list", source.toString(), source, field);
    }
    return list;
  }

  /// A time, size or cost: a finite number from zero.
  double amount(JsonNode from, String field, String node) {
    return checked(from.path(field), field, node);
  }

  /// The same of an entry that has no name.
  double amount(JsonNode value, String node) {
    return checked(value, "cost", node);
  }

  private double checked(JsonNode value, String field, String node) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw ProblemException.of("planner.number", source.toString(), source, field, node);
    }
    if (value.asDouble() < 0) {
      throw ProblemException.of(
          "planner.negative", source.toString(), source, field, node, value.asText());
    }
    return value.asDouble();
  }

  double amount(JsonNode from, String field, String node, double absent) {
    return from.has(field) ? amount(from, field, node) : absent;
  }

  int count(JsonNode from, String field, int absent) {
    if (!from.has(field)) {
      return absent;
    }
    double value = amount(from, field, "");
    if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
      throw ProblemException.of("planner.number", source.toString(), source, field, "");
    }
    return (int) value;
  }

  /// A truth value, also as 0 or 1.
  boolean flag(JsonNode from, String field, boolean absent) {
    var value = from.path(field);
    return value.isMissingNode() ? absent : value.asBoolean();
  }

  /// A name, also where it is a number.
  String name(JsonNode from, String field) {
    var value = from.path(field);
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw ProblemException.of("planner.name", source.toString(), source, field);
    }
    return value.asText();
  }
}
