/*
 * The words of the Core Business Vocabulary (CBV 2.0) that stand bare in EPCIS 2.0 JSON, and those of the GS1 Web Vocabulary that sensor
 * reports use. A word that is not here must come as a URI of its own namespace.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const actions = words('ADD OBSERVE DELETE');

export const eventTypes = ['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'] as const;
export type EventType = (typeof eventTypes)[number];

/** CBV 7.1: what was going on. */
export const bizSteps = words(`
  accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning departing destroying
  disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing picking receiving removing
  repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing
  transporting unloading unpacking void_shipping`);

/** CBV 7.2: the condition of the goods afterwards. */
export const dispositions = words(`
  active available completeness_inferred completeness_verified conformant container_closed container_open damaged destroyed dispensed disposed
  encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement no_pedigree_match
  non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible
  stolen unavailable unknown`);

/** CBV 7.3. */
export const bizTransactionTypes = words('bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt');

/** CBV 7.4. */
export const sourceTypes = words('owning_party possessing_party location');

/** CBV 7.5. */
export const errorReasons = words('did_not_occur incorrect_data');

/** CBV 7.6, of a sensor report. */
export const components = words(`
  x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude altitude`);

export const sensorAlerts = words('ALARM_CONDITION ERROR_CONDITION');

/** Kinds of measurement of the GS1 Web Vocabulary. */
export const measurements = words(`
  AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance AmountOfSubstancePerUnitVolume Angle
  AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
  DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force
  Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux
  MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy
  MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle
  SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux
  Wavenumber`);

/** Namespaces whose words must stand bare. */
export const CBV_NAMESPACE = /^(?:urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/|https?:\/\/ref\.gs1\.org\/cbv\/)/;
export const GS1_WEB_NAMESPACE = /^https?:\/\/(?:www\.)?gs1\.org\/voc\//;

/** A word of the vocabulary as it stands bare, however it was written: `urn:epcglobal:cbv:bizstep:shipping`, `https://ref.gs1.org/cbv/BizStep-shipping`. */
export function bareWord(text: string): string {
  if (!CBV_NAMESPACE.test(text)) return text;
  return /(?:-|:)([a-z_]+)$/i.exec(text)?.[1] ?? text;
}
