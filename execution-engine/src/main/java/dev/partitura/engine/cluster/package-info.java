/// What there is to compute on: hosts, devices and the links between them.
@NullMarked
package dev.partitura.engine.cluster;

import org.jspecify.annotations.NullMarked;
