package dev.partitura.engine.problem;

/// A sentence and its hint as the place that found the problem wrote them, in English alone.
record Written(String message, String hint) {}
