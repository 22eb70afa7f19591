// The JSON form of the schema's declaration, as far as the generator fills it in. What may be absent is optional;
// money of the fixed currency and masses are plain numbers, other money and quantities carry their unit.

export interface Money {
  amount: number;
  currency: string;
}

export interface Profile {
  compliance_level?: number;
  risk_rank?: number;
  priority: boolean;
  focus: boolean;
  established_on?: string;
  capital?: number;
  employees?: number;
  residential?: boolean;
  address_traders?: number;
  owner_ids?: string[];
  activity_days_365?: number;
  declarations_7?: number;
  declarations_365?: number;
  value_30?: number;
  previous_activity_on?: string;
  headings_seen?: string[];
  scans_suspect_10?: number;
  scans_violation_10?: number;
  findings_365?: number;
  tax_overdue_days?: number;
}

export interface Party {
  tax_code?: string;
  name: string;
  address?: string;
  country?: string;
  profile?: Profile;
}

export interface Item {
  line_no: number;
  hs: string;
  description: string;
  origin: string;
  tariff_schedule?: string;
  duty_rate?: number;
  quantity: { value: number; unit: string };
  net_weight?: number;
  invoice_value?: Money;
  customs_value: number;
  value_after_discount?: number;
  duty_relief?: string;
  exemption_list?: string;
  dangerous_goods?: string;
  made_in_year?: number;
  brands: { name: string }[];
}

export interface Container {
  number: string;
  size_type?: string;
  state: "FULL" | "EMPTY";
  item_no?: number;
  seals: string[];
  declared_mass?: number;
  verified_mass?: number;
  scanned_at?: string;
  scan_result?: "CLEAN" | "SUSPECT" | "UNCLEAR";
  scan_density?: "EMPTY" | "LIGHT" | "LOADED";
}

export interface Permit {
  kind: string;
  number: string;
  valid_from?: string;
  valid_until?: string;
}

export interface Declaration {
  declaration_no: string;
  revision: number;
  first_no?: string;
  branch_no?: number;
  branch_count?: number;
  regime: string;
  party_class: string;
  mode: string;
  office: string;
  registered_at: string;
  departed_on?: string;
  arrived_on?: string;
  re_export_deadline?: string;
  re_exported_weight?: number;
  importer: Party;
  exporter: Party;
  bills: { number: string; issued_on?: string }[];
  packages: number;
  package_unit: string;
  gross_weight: number;
  vessel_name?: string;
  plate?: string;
  loading_port: string;
  loading_country: string;
  unloading_port?: string;
  route_ports: string[];
  destination_country?: string;
  container_count?: number;
  containers: Container[];
  permits: Permit[];
  other_laws: string[];
  invoice: {
    kind: string;
    number?: string;
    issued_on?: string;
    total: Money;
    incoterm: string;
    payment?: string;
  };
  valuation_method?: string;
  freight?: Money;
  insurance?: Money;
  adjustments: { kind: string; side: string; amount: Money }[];
  total_customs_value: number;
  payment_term?: string;
  notes?: string;
  scan_notice_at?: string;
  changes: { area: string; old_text: string; new_text: string; made_at: string }[];
  items: Item[];
}
