/// Charts by JFreeChart in the colours and fonts of the window. The only package that knows
/// JFreeChart and `java.awt`.
@NullMarked
package dev.partitura.visualizers.chart;

import org.jspecify.annotations.NullMarked;
